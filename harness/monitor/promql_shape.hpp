// What a rule's expression asks for, as far as the latency budget needs it: which functions look
// over which ranges, which shares must exceed which threshold, and whether it reads what only the
// balancer's health checks change. Pure; what is not recognised is left out.
#pragma once

#include <string_view>
#include <vector>

#include "plan/plan.hpp"

namespace misfire {

struct PromqlShape {
  std::vector<RangeUse> ranges;  ///< without their `samples`: only the scrape jobs tell
  std::vector<ShareUse> shares;
  ReadsChecks checks = ReadsChecks::no;
};
PromqlShape promql_shape(std::string_view expression);

/// The metric's name of a selector as it is written; "" when only its matchers tell.
std::string metric_of(std::string_view selector);

}  // namespace misfire
