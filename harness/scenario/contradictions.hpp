// Claims of one scenario that cannot hold together, and scenarios that claim nothing. Pure.
#pragma once

#include "scenario/mistakes.hpp"
#include "scenario/scenario.hpp"

namespace misfire {

/// Reports a scenario without a fault, or one that expects nothing where something must be.
void demand_fault(const Scenario&, Mistakes&);
void demand_expectation(const Scenario&, Mistakes&);

/// Twins that expect pages, quiets that forbid what another claim demands, and the like.
void find_contradictions(const Scenario&, Mistakes&);

}  // namespace misfire
