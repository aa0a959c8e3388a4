// Alerts that a suite does not try: those that never fired, and what the system file says of them.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/review_scenario.hpp"

namespace misfire {

/// Of one system; adds to `untested` and `tested_after_all`.
void find_untested(const std::vector<ReviewColumn>&, const std::string& system, Review&);

}  // namespace misfire
