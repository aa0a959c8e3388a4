// What a PromQL selector asks of a series, as matchers: the metric before the braces is one, too.
// Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/system.hpp"

namespace misfire {

/// Values as Prometheus reads them: "Login\x46ailure" is LoginFailure. A selector that is not
/// understood asks for nothing.
std::vector<Matcher> matchers_of_selector(std::string_view selector);

/// Whether a label stands in a selector, and in a path, as it is; newer ones may hold anything.
bool is_plain_label(std::string_view label);

/// The metric that an exact matcher on its name asks for; "" without one.
std::string metric_named(std::string_view selector);

/// Whether a series may match of which only these labels are known; "" is a label that it surely
/// does not have. What cannot be told may.
bool may_match(const std::vector<Matcher>&, const std::map<std::string, std::string>& known);

}  // namespace misfire
