// A plan in words: what a run would do, what was changed so that it runs here, what cannot be kept.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace misfire {

std::string plan_text(const Plan&);

}  // namespace misfire
