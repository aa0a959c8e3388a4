#include "cli/wanted_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/own_project.hpp"
#include "run/checkup.hpp"
#include "run/library.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

Errors given_twice(std::vector<fs::path> systems) {
  Errors errors;
  std::sort(systems.begin(), systems.end());
  for (auto at = systems.begin(); (at = std::adjacent_find(at, systems.end())) != systems.end();
       ++at) {
    errors.push_back({ErrorCode::usage, fmt::format("--system {} is given twice", at->string()),
                      "--repeat runs each scenario several times"});
  }
  return errors;
}

}  // namespace

Checked<Chosen> choose_scenarios(const SuiteOptions& options) {
  if (Errors twice = given_twice(options.systems); !twice.empty()) {
    return tl::unexpected(std::move(twice));
  }
  const auto given = scenarios_or_own(options.scenarios);
  if (!given) return tl::unexpected(Errors{given.error()});
  const auto files = scenario_files(*given);
  if (!files) return tl::unexpected(files.error());
  const bool selects = !options.selection.tags.empty() || !options.selection.skip_tags.empty() ||
                       !options.shard.empty();
  const auto all = list_scenarios(*files, selects);
  if (!all) return tl::unexpected(all.error());
  const auto tagged = with_tags(*all, options.selection);
  if (!tagged) return tl::unexpected(tagged.error());
  const Shard shard = options.shard.empty() ? Shard{} : *parse_shard(options.shard);
  return Chosen{in_shard(*tagged, shard), tagged->size()};
}

std::vector<WantedRun> wanted_runs(const std::vector<Listed>& scenarios,
                                   const SuiteOptions& options) {
  auto systems = options.systems;
  if (systems.empty()) systems.push_back(system_or_own({}));
  std::vector<WantedRun> runs;
  for (const Listed& scenario : scenarios) {
    for (const fs::path& system : systems) {
      runs.insert(runs.end(), options.repeat,
                  {scenario.file,
                   system,
                   {scenario.name, system.string(), systems.size() > 1, scenario.file.string()}});
    }
  }
  return runs;
}

bool some_in_containers(const std::vector<WantedRun>& runs, const std::string& engine_option) {
  const auto is_docker = [](const std::string& engine) { return engine == "docker"; };
  if (!engine_option.empty()) return is_docker(engine_option);
  std::set<fs::path> systems;
  for (const WantedRun& run : runs) systems.insert(run.system);
  systems.erase(fs::path());  // the fixtures'
  return std::any_of(systems.begin(), systems.end(), [&](const fs::path& file) {
    const auto system = read_system(file);
    return system && is_docker(system->engine);
  });
}

Errors mistakes_of(const std::vector<WantedRun>& runs, RunOptions options) {
  Errors all;
  std::set<std::string> said;
  std::set<std::pair<fs::path, fs::path>> checked;  // repeats have no mistakes of their own
  for (const WantedRun& run : runs) {
    if (!checked.emplace(run.scenario, run.system).second) continue;
    options.scenario = run.scenario;
    options.system = run.system;
    const auto checkup = check_up(options, Ask::programs);
    if (checkup) continue;
    for (const Error& error : checkup.error()) {
      if (said.insert(to_string(error)).second) all.push_back(error);
    }
  }
  return all;
}

}  // namespace misfire
