// Recording rules make series of their own: what reads them needs what their expressions need.
#pragma once

#include <vector>

#include "monitor/prometheus_rules.hpp"

namespace misfire {

/// Puts what recordings need in the place of the recorded series, through chains of them. A
/// recorded series that is not there says nothing: `record: x`, `expr: y > 0` has none while all is
/// well.
void resolve_needs(std::vector<ReadRule>& rules);

}  // namespace misfire
