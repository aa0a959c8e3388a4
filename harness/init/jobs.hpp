// What each scrape job of the user's Prometheus watches, by its name, paths, ports and targets.
// Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "init/pools.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

struct JobGuess {
  std::string name;
  std::optional<JobRole> role;  ///< none: it stays out of the run
  std::string why;
  /// What service discovery would say of its targets, as far as its relabelling asks for it.
  std::map<std::string, std::vector<std::string>> labels = {};
};

/// What else was found that decides whether a role can be played.
struct JobHelpers {
  bool blackbox = false;  ///< a file of the blackbox exporter's modules
  bool mtail = false;     ///< a program of mtail's
  /// What the pool's servers and the balancer are called where they are deployed.
  std::vector<std::string> servers = {}, balancers = {};
};

/// In the order of the file.
std::vector<JobGuess> guess_jobs(const YamlTree& prometheus, const PoolGuess&, const JobHelpers&);

}  // namespace misfire
