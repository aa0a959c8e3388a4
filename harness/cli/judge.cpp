// misfire judge: judges a finished run again, perhaps against another scenario file.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "run/run.hpp"

namespace misfire {
namespace {

struct Options {
  fs::path run, scenario, junit;
  bool json = false;
};

ExitCode act(const Options& options) {
  const auto result = judge_again(options.run, options.scenario);
  if (!result) return refuse(result.error());
  say(run_report_text(result->plan, result->history, result->judgement, result->facts,
                      terminal_style()));
  if (!options.junit.empty()) {
    if (const auto written = write_file(options.junit, junit_xml({result->junit})); !written) {
      return refuse(written.error());
    }
  }
  if (options.json) print(suite_json({result->report}));
  return exit_code(result->judgement.verdict);
}

}  // namespace

Command add_judge(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("judge", "Judge a finished run again; starts nothing");
  sub->add_option("run", options->run, "The run's folder")->required()->check(check_not_empty);
  sub->add_option("--scenario", options->scenario, "Expectations to judge it by (default: its own)")
      ->check(check_not_empty);
  sub->add_option("--junit", options->junit, "Write the judgement as JUnit XML here")
      ->check(check_not_empty);
  sub->add_flag("--json", options->json, "Print the judgement as JSON on standard output");
  sub->footer("Example: misfire judge reports/20260218T100000Z-feb-18-weight-skew-1a2b3c4d");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
