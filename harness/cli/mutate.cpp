// misfire mutate: breaks every alert in turn, and tells whether any scenario would notice.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "cli/own_project.hpp"
#include "mutate/try_mutants.hpp"
#include "report/paint.hpp"
#include "run/interrupt.hpp"

namespace misfire {
namespace {

struct Options {
  MutationRequest request;
  bool json = false;
};

ExitCode act(Options& options) {
  watch_interrupts();
  options.request.run.system = system_or_own(options.request.run.system);
  options.request.told = [](const std::string& text) { say("  " + printable(text)); };
  const auto report = try_mutants(options.request);
  if (interrupted() != 0) return stopped();
  if (!report) return refuse(report.error());
  say(mutation_text(*report, terminal_style()));
  if (options.json) print(mutation_json(*report));
  if (report->scenarios.empty()) {
    say("no recording passes with the rules as they are: nothing can be told of any mutant");
    return ExitCode::environment;
  }
  return report->no_hole() ? ExitCode::passed : ExitCode::failed;
}

}  // namespace

Command add_mutate(CLI::App& app) {
  auto options = std::make_shared<Options>();
  MutationRequest& request = options->request;
  CLI::App* sub =
      app.add_subcommand("mutate", "Break every alert in turn: would any scenario notice?");
  sub->add_option("run", request.recordings,
                  "Folders of runs, or folders of such folders: they are replayed with each mutant")
      ->required()
      ->check(check_not_empty);
  add_system_option(*sub, request.run);
  sub->add_option("--alert", request.alert, "Only this alert; * stands for any letters")
      ->check(check_not_empty);
  sub->add_flag("--live", request.live,
                "Run what the replays leave open on the real stack, as long as there is hope");
  sub->add_option("--jobs", request.workers, "How many recordings at a time (default 2)")
      ->check(CLI::Range(1, 64));
  sub->add_option("--reports", request.run.reports, "Where live runs go (default reports)")
      ->check(check_not_empty);
  sub->add_flag("--json", options->json, "Print as JSON on standard output");
  sub->footer("Example: misfire run scenarios --whole --speed 30 && misfire mutate reports");
  return {sub, [options] { return act(*options); }};
}

}  // namespace misfire
