// misfire review: what the alerts of a suite caught, missed, and fired for wrongly.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "cli/reviewed.hpp"
#include "replay/read_reviewed.hpp"
#include "report/review_json.hpp"
#include "report/review_markdown.hpp"

namespace misfire {
namespace {

struct Options {
  std::vector<fs::path> runs;
  bool json = false, markdown = false;
};

ExitCode act(const Options& options) {
  const auto runs = read_reviewed(options.runs);
  if (!runs) return refuse(runs.error());
  const Review reviewed = review(*runs);
  show_whole(reviewed);
  if (options.json) print(review_json(reviewed));
  if (options.markdown) print(review_markdown(reviewed));
  if (!reviewed.scenarios.empty()) return ExitCode::passed;
  say("no run counts: a review of them proves nothing");
  return ExitCode::environment;
}

}  // namespace

Command add_review(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand(
      "review", "Tell what each alert of a suite caught, missed, and fired for wrongly");
  sub->add_option("runs", options->runs,
                  "A suite's folder, what misfire run --json printed, folders of runs, or runs")
      ->required()
      ->check(check_not_empty);
  auto* markdown = sub->add_flag("--markdown", options->markdown,
                                 "Print it for a pull request on standard output");
  sub->add_flag("--json", options->json, "Print it as JSON on standard output")->excludes(markdown);
  sub->footer("Example: misfire review reports/20260218T100000Z-suite-1a2b3c4d --markdown");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
