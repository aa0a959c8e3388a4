// What not every system has, and a fault needs.
#pragma once

#include <string>

#include "balancer/balancer.hpp"
#include "plan/plan.hpp"

namespace misfire {

/// Why a stressor finds nothing to trouble in this system; "" where it does.
std::string missing_part(const System&, const PlannedFault&);

/// Why a misconfiguration finds nothing in this configuration that could be misconfigured; "" where
/// it does.
std::string missing_setting(const Config&, const PlannedFault&);

}  // namespace misfire
