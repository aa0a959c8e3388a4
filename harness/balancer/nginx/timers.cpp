#include "balancer/nginx/timers.hpp"

#include <charconv>

namespace misfire {

using std::chrono::microseconds;

std::optional<microseconds> parse_nginx_time(std::string_view text) {
  constexpr std::int64_t kMost = INT32_MAX * std::int64_t{1'000'000};  // 68 years
  struct Unit {
    std::string_view name;
    std::int64_t microseconds;
  };
  static constexpr Unit kUnits[] = {
      {"ms", 1'000},          {"y", 31'536'000'000'000}, {"M", 2'592'000'000'000},
      {"w", 604'800'000'000}, {"d", 86'400'000'000},     {"h", 3'600'000'000},
      {"m", 60'000'000},      {"s", 1'000'000}};
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    std::int64_t unit = 1'000'000;
    if (!text.empty()) {
      unit = 0;
      for (const Unit& known : kUnits) {
        if (!text.starts_with(known.name)) continue;
        unit = known.microseconds;
        text.remove_prefix(known.name.size());
        break;
      }
    }
    if (unit == 0 || number > kMost / unit) return std::nullopt;
    total += number * unit;
    if (total > kMost) return std::nullopt;
  }
  return microseconds(total);
}

}  // namespace misfire
