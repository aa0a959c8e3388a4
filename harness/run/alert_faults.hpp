// The alert-side faults of a scenario in a run: what they make of the monitoring's files before it
// starts, and whether Prometheus and Alertmanager say that this is what they run.
#pragma once

#include <memory>
#include <vector>

#include "monitor/monitoring_trees.hpp"
#include "run/prepare.hpp"

namespace misfire {

/// The user's files with the edits of all of these faults, in the order of the scenario. Writes
/// into each what it changes. Null where there are none. Mistakes have the place of the parameter
/// or the fault.
Checked<std::unique_ptr<MonitoringTrees>> edit_monitoring(const Inputs&,
                                                          std::vector<PlannedFault>&);

/// Whether the fault is in force, by the word of those that run it. Errors: they do not answer.
Result<Shown> alert_fault_in_force(const Prepared&, const PlannedFault&, const Endpoint& prometheus,
                                   const Endpoint& alertmanager, Duration limit);

}  // namespace misfire
