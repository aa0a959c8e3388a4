// Did Prometheus, Alertmanager and the sink do as they were told? What somebody else changed or
// refused while a run went on, which would otherwise look like a gap in the user's monitoring.
#pragma once

#include <string>
#include <vector>

#include "history/facts.hpp"
#include "monitor/read_back.hpp"

namespace misfire {

/// What a monitoring runs by: compared between two moments.
struct MonitoringState {
  std::size_t rules = 0;     ///< alerting rules that Prometheus evaluates
  std::string prometheus;    ///< its configuration
  std::string alertmanager;  ///< its configuration
};
Result<MonitoringState> monitoring_state(const Endpoint& prometheus, const Endpoint& alertmanager,
                                         Duration limit);
/// One sentence each; empty when both are the same.
std::vector<std::string> differences(const MonitoringState& before, const MonitoringState& now);

/// Alerts that Prometheus could not hand to its Alertmanagers, from its own metrics; one sentence
/// for each that refused.
std::vector<std::string> refused_alerts(std::string_view metrics);

/// Whether a delivery failed by the sink's fault (no answer, or a server's error), which says
/// nothing about the user's files. What the sink refuses as the service would is theirs.
bool is_sinks_fault(const DeliveryFailed&);

/// The last error in Prometheus's log about storing samples; empty when there is none.
std::string storage_error(std::string_view log);

}  // namespace misfire
