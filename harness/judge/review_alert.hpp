// The rows of a review: each alert over all scenarios, with its figures. Pure.
#pragma once

#include <vector>

#include "judge/review_scenario.hpp"

namespace misfire {

/// `columns`: the runs of each scenario, all of which count.
std::vector<Review::Alert> review_alerts(const std::vector<ReviewColumn>& columns);

}  // namespace misfire
