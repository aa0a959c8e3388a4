// nginx's way to write time: "30s", "500ms", "1m 30s" without the space; a bare number is seconds.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace misfire {

/// Nothing when it is not a time (a variable, say), or longer than nginx takes.
std::optional<std::chrono::microseconds> parse_nginx_time(std::string_view);

}  // namespace misfire
