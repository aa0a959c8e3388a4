// Label matchers as PromQL writes them: 'alertname=~"HAProxy.+", severity="page"'.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// One or more matchers, separated by commas; all must hold. Errors say what is wrong and have no
/// position; the caller knows it.
Result<std::vector<Matcher>> parse_matchers(std::string_view);

/// Whether the whole value fits the pattern; nothing where that cannot be told here: Prometheus's
/// patterns have forms of their own, and others take too long.
std::optional<bool> fits_pattern(const std::string& pattern, const std::string& value);

/// As parse_matchers reads it: 'alertname=~"HAProxy.+"'.
std::string to_string(const Matcher&);

}  // namespace misfire
