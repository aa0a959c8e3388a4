// Counters out of a program's own /metrics, in Prometheus's text form. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace misfire {

/// The values of all series of this name, by one label ("" sums them all under "").
std::map<std::string, double> counters(std::string_view text, std::string_view name,
                                       std::string_view by);

}  // namespace misfire
