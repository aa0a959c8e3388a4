// What a repository says about the system that is to be tested: every choice with its reason.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "init/components.hpp"
#include "init/jobs.hpp"
#include "init/own_service.hpp"
#include "init/people.hpp"
#include "init/pools.hpp"
#include "init/survey.hpp"

namespace misfire {

struct Guess {
  PoolGuess pool;
  std::vector<PoolGuess> other_pools;  ///< the likelier first
  fs::path prometheus, alertmanager;
  fs::path blackbox, mtail;         ///< empty where there is none, or nobody needs it
  std::vector<fs::path> set_aside;  ///< of a kind of which another was taken
  /// File → who reads it and where it is from, as far as compose files and manifests tell.
  std::map<fs::path, std::string> about;
  std::optional<OwnService> own;  ///< of which the pool's servers are instances
  UsedVariables variables;        ///< of the balancer's configuration
  std::vector<JobGuess> jobs;
  PeopleGuess people;
  ComponentsGuess components;
  std::size_t rules = 0;           ///< alerting rules that Prometheus's file leads to
  std::vector<std::string> check;  ///< what a person should look at, a sentence each
};

/// Pure but for rule files and includes that are read. Paths are those that files will have once
/// init has written its own. Errors (usage): all that is missing.
Checked<Guess> guess(const Survey&, const fs::path& root);

}  // namespace misfire
