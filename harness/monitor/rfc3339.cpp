#include "monitor/rfc3339.hpp"

#include <charconv>

#include "base/instant_range.hpp"

namespace misfire {
namespace {

/// Reads exactly `digits` digits off the front.
bool number(std::string_view& text, std::size_t digits, int& value) {
  if (text.size() < digits) return false;
  value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return true;
}

bool symbol(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view t) {
  int year, month, day, hour, minute, second;
  if (!number(t, 4, year) || !symbol(t, '-') || !number(t, 2, month) || !symbol(t, '-') ||
      !number(t, 2, day) || !symbol(t, 'T') || !number(t, 2, hour) || !symbol(t, ':') ||
      !number(t, 2, minute) || !symbol(t, ':') || !number(t, 2, second)) {
    return std::nullopt;
  }
  // Nanoseconds would overflow beyond these years; the instant itself is judged below.
  if (year < 1678 || year > 2261 || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;

  std::int64_t nanos = 0;
  if (symbol(t, '.')) {
    std::int64_t unit = 100'000'000;
    if (t.empty() || t.front() < '0' || t.front() > '9') return std::nullopt;
    for (; !t.empty() && t.front() >= '0' && t.front() <= '9'; t.remove_prefix(1), unit /= 10) {
      nanos += (t.front() - '0') * unit;
    }
  }
  int ahead = 0;  // minutes
  if (!symbol(t, 'Z')) {
    const bool minus = t.starts_with('-');
    int hours, minutes;
    if ((!minus && !t.starts_with('+')) || (t.remove_prefix(1), !number(t, 2, hours)) ||
        !symbol(t, ':') || !number(t, 2, minutes)) {
      return std::nullopt;
    }
    ahead = (hours * 60 + minutes) * (minus ? -1 : 1);
  }
  if (!t.empty()) return std::nullopt;
  const Instant at = std::chrono::sys_days(date) + std::chrono::hours(hour) +
                     std::chrono::minutes(minute - ahead) + std::chrono::seconds(second) +
                     Duration(nanos);
  if (!in_range(at)) return std::nullopt;
  return at;
}

}  // namespace misfire
