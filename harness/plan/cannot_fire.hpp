// Alerts that cannot do what they are meant to, known from the configuration alone (ALERTS.md,
// "Alerts that cannot fire"). Pure.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace misfire {

/// One sentence for each reason why alerts of this rule never fire, fire by luck of the phase only,
/// or reach nobody. What is not known for sure is not told.
std::vector<std::string> why_it_cannot(const MonitoringFacts&, const AlertRule&);

}  // namespace misfire
