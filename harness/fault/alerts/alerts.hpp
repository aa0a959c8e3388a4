// The alert-side faults, and what they share. Internal to fault/: alert_fault.hpp has what others
// need.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fault/alert_fault.hpp"

namespace misfire {

AlertFault alert_threshold();
AlertFault alert_inverted();
AlertFault alert_label();
AlertFault alert_old_metric();
AlertFault alert_window_short();
AlertFault alert_for_long();
AlertFault alert_guard();
AlertFault alert_server_metrics();
AlertFault alert_deleted();
AlertFault alert_not_loaded();
AlertFault scrape_job_gone();
AlertFault route_typo();
AlertFault route_missing();
AlertFault grouping_slow();

/// The parameters by which most of them name their alerts.
std::vector<ParamSpec> alert_params();

/// The alerts that these parameters name, at least one. Errors: none of that name, with the nearest
/// one; or neither parameter, or both, are given.
Result<std::vector<AlertTree>> alerts_named(MonitoringTrees&, const Args&);

/// A text parameter, or what stands for it when it is not given.
std::string text_or(const Args&, const std::string& param, const std::string& otherwise = {});

/// Changes the expression of each; `why` says what the others lack. Error: there was nothing to
/// change in any.
Result<void> edit_expressions(
    MonitoringTrees&, const Args&, const std::string& why,
    const std::function<std::optional<std::string>(const std::string& expression)>&);

/// The node of the routing tree that this alert ends at, its own or one above it; null: at none but
/// the root.
YamlTree* route_of(MonitoringTrees&, const AlertTree&);

}  // namespace misfire
