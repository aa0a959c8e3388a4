// What the stressors of a plan will do, and whether they can do it to this pool together. Pure.
#pragma once

#include <string>
#include <vector>

#include "fault/stressor.hpp"
#include "plan/plan.hpp"

namespace misfire {

struct FaultMistake {
  std::string fault;  ///< its id
  Error error;
};

/// Writes what each stressor does into the plan (`change`, `load_factor`, `flood`), for people and
/// for the judge. Mistakes: a parameter, a server that two want at once, more load than can be
/// offered, a stressor that needs longer than it lasts.
std::vector<FaultMistake> plan_stressors(Plan&);

}  // namespace misfire
