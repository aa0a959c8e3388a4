// misfire check: scenario and system files, and the files that the system names, without starting
// anything.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include <set>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "cli/own_project.hpp"
#include "report/paint.hpp"
#include "run/checkup.hpp"
#include "run/library.hpp"

namespace misfire {
namespace {

struct Options {
  RunOptions run;
  std::vector<fs::path> scenarios;
};

ExitCode act(const Options& options) {
  const auto given = scenarios_or_own(options.scenarios);
  if (!given) return refuse(given.error());
  const auto files = scenario_files(*given);
  if (!files) return refuse(files.error());
  Errors all;
  std::set<std::string> said;  // one system serves all scenarios: what is said of it is said once
  for (const fs::path& file : *files) {
    const std::string name = printable(file.string());
    RunOptions one = options.run;
    one.scenario = file;
    one.system = system_or_own(one.system);
    const auto checkup = check_up(one, Ask::programs);
    if (checkup) {
      const auto& unsupported = checkup->prepared.plan.unsupported;
      say(fmt::format("{}: {}", name, unsupported.empty() ? "ok" : "ok, but unsupported"));
      for (const std::string& why : unsupported) say("  " + printable(why));
      for (const std::string& limit : checkup->prepared.plan.limits) {
        if (said.insert(limit).second) say("  note: " + printable(limit));
      }
      continue;
    }
    Errors fresh;
    for (const Error& error : checkup.error()) {
      if (said.insert(to_string(error)).second) fresh.push_back(error);
    }
    if (fresh.empty()) say(fmt::format("{}: has the mistakes above, too", name));
    say(fresh);
    all.insert(all.end(), fresh.begin(), fresh.end());
  }
  return all.empty() ? ExitCode::passed : exit_code(all);
}

}  // namespace

Command add_check(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub =
      app.add_subcommand("check", "Check scenarios, the system and its files; starts nothing");
  sub->add_option("scenario", options->scenarios,
                  "Scenario files or folders of them (default: misfire/scenarios)");
  add_system_option(*sub, options->run);
  add_run_options(*sub, options->run);
  sub->footer("Example: misfire check scenarios/ --system my/system.toml");
  return {.app = sub, .act = [options] { return act(*options); }, .asks_programs = true};
}

}  // namespace misfire
