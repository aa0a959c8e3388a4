#include "scenario/week_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include "base/lower_case.hpp"

namespace misfire {
namespace {

constexpr std::array<const char*, 7> kDays{"monday", "tuesday",  "wednesday", "thursday",
                                           "friday", "saturday", "sunday"};

bool is_day(const std::string& word) {
  const std::string lower = lower_case(word);
  return std::any_of(kDays.begin(), kDays.end(), [&](const std::string& day) {
    return lower == day || lower == day.substr(0, 3);
  });
}

bool is_time(const std::string& word) {
  const auto digit = [&](std::size_t i) { return word[i] >= '0' && word[i] <= '9'; };
  if (word.size() != 5 || word[2] != ':') return false;
  if (!digit(0) || !digit(1) || !digit(3) || !digit(4)) return false;
  return word.substr(0, 2) < "24" && word[3] < '6';
}

bool is_zone(const std::string& word) {
  return std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
  });
}

}  // namespace

Result<void> check_week_time(const std::string& text) {
  const char* hint = "write it as \"Tue 14:00 Europe/Berlin\"";
  std::istringstream words(text);
  std::string day, time, zone, more;
  words >> day >> time >> zone >> more;
  if (!is_day(day)) return usage_error(fmt::format("\"{}\" is not a weekday", day), hint);
  if (!is_time(time)) return usage_error(fmt::format("\"{}\" is not a time of day", time), hint);
  if (!is_zone(zone)) return usage_error(fmt::format("\"{}\" is not a time zone", zone), hint);
  if (!more.empty()) return usage_error(fmt::format("\"{}\" is too much", more), hint);
  return {};
}

}  // namespace misfire
