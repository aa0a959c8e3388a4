#include "balancer/haproxy/timers.hpp"

#include <charconv>

#include "balancer/scaling.hpp"

namespace misfire {

using std::chrono::microseconds;

std::optional<microseconds> parse_haproxy_time(std::string_view text) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  constexpr microseconds kMost = std::chrono::milliseconds(INT32_MAX);  // HAProxy's own limit
  if (error != std::errc{} || number < 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(rest - text.data()));
  std::int64_t scale = 0;
  if (unit == "us") scale = 1;
  if (unit == "ms" || unit.empty()) scale = 1'000;
  if (unit == "s") scale = 1'000'000;
  if (unit == "m") scale = 60'000'000;
  if (unit == "h") scale = 3'600'000'000;
  if (unit == "d") scale = std::int64_t{86'400} * 1'000'000;
  if (scale == 0 || number > INT64_MAX / scale) return std::nullopt;
  const microseconds time(number * scale);
  return time > kMost ? std::nullopt : std::optional(time);
}

std::string haproxy_time(microseconds time) {
  return time_text(time);
}

}  // namespace misfire
