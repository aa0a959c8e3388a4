// What people get wrong in a rule's expression, as changes of its text. Pure; every byte that is
// not meant stays as it is. Nothing comes back where the expression has nothing of the kind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace misfire {

/// Every number that something is compared with (>, >=, <, <=), so many times harder to reach.
std::optional<std::string> with_harder_thresholds(std::string_view expression, double factor);

/// The outermost comparison, the first of several, says the opposite: > becomes <=, == becomes !=.
std::optional<std::string> with_comparison_inverted(std::string_view expression);

/// The first label that a selector asks for; "" without one.
std::string first_label_asked(std::string_view expression);
/// Every selector that asks for the label asks for another one instead.
std::optional<std::string> with_label_renamed(std::string_view expression, std::string_view label,
                                              std::string_view to);

/// The metric of its first selector; "" without one.
std::string first_metric_asked(std::string_view expression);
std::optional<std::string> with_metric_renamed(std::string_view expression, std::string_view metric,
                                               std::string_view to);

/// Every range, but those of subqueries, is so long.
std::optional<std::string> with_ranges(std::string_view expression, ModelDuration);

/// Holds only while the last rate in it (of a share: what it is a share of) is above zero.
std::optional<std::string> with_traffic_guard(std::string_view expression);

}  // namespace misfire
