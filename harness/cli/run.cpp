// misfire run: runs scenarios one after the other and reports.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>
#include <algorithm>
#include <csignal>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "report/progress.hpp"
#include "run/interrupt.hpp"
#include "run/library.hpp"
#include "run/run.hpp"

namespace misfire {
namespace {

struct Options {
  RunOptions run;
  std::vector<fs::path> scenarios;
  bool json = false;
};

RunListener narrate(const TerminalStyle& style) {
  auto progress = std::make_shared<Progress>(style);
  return {[progress](const Plan& plan) { say(progress->begin(plan)); },
          [progress](const Event& event) {
            if (const std::string line = progress->line(event); !line.empty()) say(line);
          }};
}

ExitCode act(const Options& options) {
  const auto files = scenario_files(options.scenarios);
  if (!files) {
    say(Errors{files.error()});
    return exit_code(Errors{files.error()});
  }
  watch_interrupts();
  const TerminalStyle style = terminal_style();
  std::vector<std::string> reports;
  std::vector<Verdict> verdicts;
  Errors errors;
  for (const fs::path& file : *files) {
    RunOptions one = options.run;
    one.scenario = file;
    const auto result = run_scenario(one, narrate(style));
    if (!result) {
      say(result.error());
      errors.insert(errors.end(), result.error().begin(), result.error().end());
    } else {
      say(run_report_text(result->plan, result->history, result->judgement, result->facts, style));
      reports.push_back(result->report);
      verdicts.push_back(result->judgement.verdict);
    }
    if (interrupted() != 0) break;
  }
  if (options.json) print(suite_json(reports));
  if (interrupted() != 0) {
    say("interrupted; everything was taken down");
    return interrupted() == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
  }
  if (std::count(verdicts.begin(), verdicts.end(), Verdict::fail) > 0) return ExitCode::failed;
  if (!errors.empty()) return exit_code(errors);
  return exit_code(suite_verdict(verdicts));
}

}  // namespace

Command add_run(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("run", "Run scenarios and judge them");
  sub->add_option("scenario", options->scenarios, "Scenario files or folders of them")->required();
  add_run_options(*sub, options->run);
  sub->add_option("--reports", options->run.reports,
                  "Where the runs' folders go (default reports)");
  sub->add_flag("--json", options->json, "Print the suite as JSON on standard output");
  sub->footer("Example: misfire run scenarios/weights/feb-18.toml --speed 30 --json");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
