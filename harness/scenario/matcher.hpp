// Label matchers as PromQL writes them: 'alertname=~"HAProxy.+", severity="page"'.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// One or more matchers, separated by commas; all must hold. Errors say what is wrong and have no
/// position; the caller knows it.
Result<std::vector<Matcher>> parse_matchers(std::string_view);

/// As parse_matchers reads it: 'alertname=~"HAProxy.+"'.
std::string to_string(const Matcher&);

}  // namespace misfire
