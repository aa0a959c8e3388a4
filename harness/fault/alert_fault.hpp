// An alert-side misconfiguration: a documented, pure edit of the monitoring's files (rules, scrape
// jobs, routing). It harms no login; it is there from before the baseline to the end, as in real
// life, and bites when another fault makes somebody need the alert. One small file each, in
// alerts/.
#pragma once

#include <string>
#include <vector>

#include "fault/misconfiguration.hpp"
#include "monitor/monitoring_trees.hpp"

namespace misfire {

/// Who can tell that it is in force.
enum class AlertWitness { rules, targets, routing };

struct AlertFault {
  FaultDoc doc;
  AlertWitness witness = AlertWitness::rules;
  /// Pure. Errors name the parameter, or say what there is nothing to change of; trees are then as
  /// they may be.
  Result<void> (*edit)(MonitoringTrees&, const Args&) = nullptr;
};

const std::vector<AlertFault>& alert_faults();
const AlertFault* find_alert_fault(const std::string& name);

/// "Login*": a star stands for any letters.
bool fits_name(std::string_view pattern, std::string_view alert);

}  // namespace misfire
