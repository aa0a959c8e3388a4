// The columns of a review: who noticed a scenario, and whether that tells it from its look-alikes.
// Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "judge/review.hpp"

namespace misfire {

/// Runs of one scenario on one system; all of them count, and there is at least one.
using ReviewColumn = std::vector<const ReviewedRun*>;

/// Alerts that fired in decoys and twins, with one such scenario each, and how many decoys count.
struct Controls {
  std::map<std::string, std::string> fired;  ///< alert → the scenario
  std::size_t decoys = 0;
};

/// Of one system.
Controls controls_of(const std::vector<ReviewColumn>&, const std::string& system);

Review::Scenario scenario_of(const ReviewColumn&, const Controls&);

}  // namespace misfire
