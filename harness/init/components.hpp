// What alerts blame that do not say it: rules without a label `component`, by the series that they
// read. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "init/jobs.hpp"
#include "monitor/prometheus_rules.hpp"

namespace misfire {

struct BlameGuess {
  std::string alert;
  std::string why;  ///< "haproxy_process_start_time_seconds is the balancer's (rules.yml:12)"
};

struct ComponentsGuess {
  std::map<std::string, std::vector<BlameGuess>> blamed;  ///< component → alerts
  std::vector<std::string> left;  ///< alerts without a component of which nothing certain is known
  std::size_t said = 0;           ///< rules that say it themselves
};

/// Only what one component alone can cause is certain: how many requests fail, how slow they are
/// and whether servers answer may be anybody's fault, and is what users see. An alert of which
/// several rules read different things is left.
ComponentsGuess guess_components(const std::vector<ReadRule>&, const std::vector<JobGuess>&);

}  // namespace misfire
