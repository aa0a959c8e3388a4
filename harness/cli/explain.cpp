// misfire explain: the plan of a scenario, without starting anything.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "cli/own_project.hpp"
#include "report/explain.hpp"
#include "run/checkup.hpp"

namespace misfire {
namespace {

struct Options {
  RunOptions run;
  bool json = false;
};

ExitCode act(const Options& options) {
  RunOptions run = options.run;
  run.system = system_or_own(run.system);
  const auto checkup = check_up(run, Ask::nobody);
  if (!checkup) return refuse(checkup.error());
  const Plan& plan = checkup->prepared.plan;
  print(options.json ? plan_json(plan) : plan_text(plan, printed_style()));
  return ExitCode::passed;
}

}  // namespace

Command add_explain(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("explain", "Print what a run would do; starts nothing");
  sub->add_option("scenario", options->run.scenario, "Scenario file")->required();
  add_system_option(*sub, options->run);
  add_run_options(*sub, options->run);
  sub->add_flag("--json", options->json, "Print plan.json and the latency budgets");
  sub->footer("Example: misfire explain scenarios/weights/feb-18.toml --speed 30");
  return {.app = sub, .act = [options] { return act(*options); }, .asks_programs = true};
}

}  // namespace misfire
