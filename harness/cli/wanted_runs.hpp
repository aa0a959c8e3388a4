// Which runs a command line asks for, and what keeps them from being.
#pragma once

#include <vector>

#include "cli/suite_options.hpp"
#include "run/suite.hpp"

namespace misfire {

/// Those to be run, and how many there are for all shards.
struct Chosen {
  std::vector<Listed> scenarios;
  std::size_t of_all_shards = 0;
};
Checked<Chosen> choose_scenarios(const SuiteOptions&);

/// A run that is to be.
struct WantedRun {
  fs::path scenario, system;
  SuiteRun names;
};
/// Each scenario on each system, one after the other as often as it is repeated.
std::vector<WantedRun> wanted_runs(const std::vector<Listed>&, const SuiteOptions&);

/// Whether the option, or without it a system file, has any of them run in containers.
bool some_in_containers(const std::vector<WantedRun>&, const std::string& engine_option);

/// What keeps any of the runs from being, each mistake once.
Errors mistakes_of(const std::vector<WantedRun>&, RunOptions);

}  // namespace misfire
