// Series that Prometheus has only once rules run: of alerts, and what it counts of each group of
// rules. Pure.
#pragma once

#include <string_view>

namespace misfire {

/// Whether a metric's series come with the rules, so that there is none to be continued backwards.
bool comes_with_rules(std::string_view metric);

/// Of those, whether a past without it says what a healthy one says: a counter of failures, which
/// grows by none until there is one.
bool counts_failures_of_rules(std::string_view metric);

}  // namespace misfire
