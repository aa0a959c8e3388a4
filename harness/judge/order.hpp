// What cannot be so: events that can happen once and happened twice, or that lie outside of the
// time in which they can happen. A history that tells such things was not recorded rightly (a clock
// was set, a record was lost or doubled), so it proves nothing. Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/evidence.hpp"

namespace misfire {

/// The true reasons; empty for a history in good order.
std::vector<std::string> misplaced(const Evidence&, const History&);

}  // namespace misfire
