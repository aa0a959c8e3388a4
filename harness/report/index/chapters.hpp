// The sections of an index, one file each. Pure.
#pragma once

#include "report/index/index.hpp"
#include "report/page/html.hpp"

namespace misfire {

/// Sorted by time, then name.
using Nights = std::vector<NightRun>;

std::vector<std::string> names_of(const Nights&);
std::vector<std::string> days_of(const Nights&);

Html index_verdicts(const Nights&);
Html index_trends(const Nights&);
/// What the script draws of the trends; "" without any.
std::string trend_data(const Nights&);
Html index_flips(const Nights&);
Html index_slowest(const Nights&);
Html index_gaps(const Nights&);

}  // namespace misfire
