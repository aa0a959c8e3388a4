// misfire compare: what a suite misses, delays or falsely pages that another one did not.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/compared.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "replay/run_folders.hpp"

namespace misfire {
namespace {

struct Options {
  fs::path before, now;
  ComparisonForm form;
};

ExitCode act(const Options& options) {
  const auto before = read_suite(options.before);
  const auto now = read_suite(options.now);
  if (!before || !now) {
    Errors errors = before ? Errors{} : before.error();
    if (!now) errors.insert(errors.end(), now.error().begin(), now.error().end());
    return refuse(errors);
  }
  const SuiteComparison comparison = compare_suites(*before, *now);
  if (comparison.scenarios.empty()) {
    return refuse(Error{ErrorCode::usage, "the two have no scenario in common", "", {}});
  }
  return show(comparison, options.form);
}

}  // namespace

Command add_compare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand(
      "compare", "Tell what a suite misses, delays or falsely pages that another did not");
  sub->add_option("before", options->before,
                  "A run, a folder of runs, or what misfire run --json printed")
      ->required()
      ->check(check_not_empty);
  sub->add_option("now", options->now, "The same of what is to be compared with it")
      ->required()
      ->check(check_not_empty);
  auto* markdown = sub->add_flag("--markdown", options->form.markdown,
                                 "Print it for a pull request on standard output");
  sub->add_flag("--json", options->form.json, "Print it as JSON on standard output")
      ->excludes(markdown);
  sub->add_option("--html", options->form.html, "Write it as a page to this file")
      ->check(check_not_empty);
  sub->footer("Example: misfire compare nightly reports --markdown");
  Command command{sub, [options] { return act(*options); }};
  return command;
}

}  // namespace misfire
