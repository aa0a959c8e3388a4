// HAProxy's way to write time: "2s", "500ms", "1m"; a bare number is milliseconds.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace misfire {

/// Nothing when it is not a time (an environment variable, say).
std::optional<std::chrono::microseconds> parse_haproxy_time(std::string_view);

/// Rounded up to whole milliseconds: "2s", "67ms".
std::string haproxy_time(std::chrono::microseconds);

}  // namespace misfire
