// What not every system has, and a fault needs.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace misfire {

/// Why a stressor finds nothing to trouble in this system; "" where it does.
std::string missing_part(const System&, const PlannedFault&);

}  // namespace misfire
