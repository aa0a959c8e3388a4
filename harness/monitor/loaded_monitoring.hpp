// What the monitoring says that it is running, in a form that can be compared with what it was
// given: both read by the same functions, durations and expressions written alike.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/http_client.hpp"
#include "monitor/render.hpp"

namespace misfire {

/// An alerting rule: labels are sorted, as in a map.
struct LoadedAlert {
  std::string expression;
  double hold_s = 0;  ///< `for`, of wall time
  std::map<std::string, std::string> labels;
  bool operator==(const LoadedAlert&) const = default;
  auto operator<=>(const LoadedAlert&) const = default;  // NOLINT(modernize-use-nullptr): its 0
};
/// By name, of several with one name in order of their content.
using LoadedAlerts = std::map<std::string, std::vector<LoadedAlert>>;

/// By Prometheus's own word (/api/v1/rules).
Result<LoadedAlerts> loaded_alerts(const Endpoint& prometheus, Duration limit);
/// The same of rendered rule files. Pure.
LoadedAlerts rendered_alerts(const FileSet&);

/// An expression as Prometheus would write it: two that mean the same by their grammar are equal.
Result<std::string> formatted(const Endpoint& prometheus, const std::string& expression,
                              Duration limit);

/// A line a node of the routing tree, depth first, with what it inherits.
using LoadedRouting = std::vector<std::string>;
/// By Alertmanager's own word (/api/v2/status).
Result<LoadedRouting> loaded_routing(const Endpoint& alertmanager, Duration limit);
/// The same of a rendered alertmanager.yml. Pure; an error where it is none.
Result<LoadedRouting> rendered_routing(const std::string& yaml);

/// How many targets of that job Prometheus scrapes, or tries to.
Result<std::size_t> targets_of_job(const Endpoint& prometheus, const std::string& job,
                                   Duration limit);

}  // namespace misfire
