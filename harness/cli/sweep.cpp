// misfire sweep: removes what dead runs left behind.
#include <CLI/App.hpp>
#include <CLI/Option.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/swept_text.hpp"

namespace misfire {
namespace {

nlohmann::ordered_json as_json(const Swept& swept) {
  auto runs = nlohmann::ordered_json::array();
  for (const SweptRun& run : swept.runs) {
    runs.push_back({{"run_id", run.run_id},
                    {"folder", run.folder.string()},
                    {"processes", run.processes},
                    {"scratch", run.scratch}});
  }
  auto unsettled = nlohmann::ordered_json::array();
  for (const Error& error : swept.unsettled) unsettled.push_back(to_string(error));
  return {{"schema", "misfire.swept/1"},
          {"runs", runs},
          {"temporary_folders", swept.temporary_folders},
          {"temporary_processes", swept.temporary_processes},
          {"alive", swept.alive},
          {"unsettled", unsettled}};
}

ExitCode act(bool json) {
  SystemClock clock;
  const Swept swept = sweep_dead_runs(clock);
  say(swept_text(swept));
  if (json) {
    print(as_json(swept).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  return swept.unsettled.empty() ? ExitCode::passed : ExitCode::environment;
}

}  // namespace

Command add_sweep(CLI::App& app) {
  auto json = std::make_shared<bool>(false);
  CLI::App* sub = app.add_subcommand(
      "sweep", "Remove what dead runs left: processes, scratch files. Their evidence stays");
  sub->add_flag("--json", *json, "Print what was removed as JSON on standard output");
  sub->footer(
      "Every other command does this first, too. Runs under way are left alone.\n"
      "Exit code 3: something could not be removed.\n\n"
      "Example: misfire sweep --json");
  return {sub, [json] { return act(*json); }, false};
}

}  // namespace misfire
