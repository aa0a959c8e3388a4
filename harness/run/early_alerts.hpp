// Pages before the fault: those that fire by then make a run worthless, and those that are bound to
// are known before it. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "monitor/read_back.hpp"
#include "plan/plan.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// All that fire or are pending, in one reason, with their causes as far as they are known.
std::optional<Error> early_alerts(const MonitoringFacts&, const System&, const RuleState&);

/// A sentence for each page that fires because the stack leaves a job out.
std::vector<std::string> bound_to_fire(const MonitoringFacts&, const System&);

}  // namespace misfire
