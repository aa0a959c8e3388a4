#include "monitor/mute_times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <sstream>

#include "base/lower_case.hpp"
#include "base/nearest.hpp"
#include "monitor/zone.hpp"

namespace misfire {
namespace {

using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

const std::vector<std::string> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday"};
const std::vector<std::string> kMonths = {"january",   "february", "march",    "april",
                                          "may",       "june",     "july",     "august",
                                          "september", "october",  "november", "december"};
const std::vector<std::string> kKeys = {"times",  "weekdays", "days_of_month",
                                        "months", "years",    "location"};

std::optional<int> number_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "14:05" in minutes of the day; 24:00 is one.
std::optional<int> minute_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  if (text.find_first_not_of("0123456789:") != text.npos) return std::nullopt;  // "14:-0"
  const auto hour = number_of(text.substr(0, 2)), minute = number_of(text.substr(3));
  if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59) return std::nullopt;
  const int total = *hour * 60 + *minute;
  return total <= 24 * 60 ? std::optional(total) : std::nullopt;
}

/// What the clocks and calendars of one zone show.
struct LocalTime {
  int minute, weekday, day, month, year, days_in_month;
};

LocalTime local_time(sys_seconds at, std::chrono::seconds offset) {
  const sys_seconds shown = at + offset;
  const auto midnight = std::chrono::floor<std::chrono::days>(shown);
  const std::chrono::year_month_day date(midnight);
  const auto last = std::chrono::year_month_day_last(date.year(), date.month() / std::chrono::last);
  return {static_cast<int>(std::chrono::duration_cast<minutes>(shown - midnight).count()),
          static_cast<int>(std::chrono::weekday(midnight).c_encoding()),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(last.day()))};
}

using Decode = std::function<std::optional<int>(const std::string&)>;

/// One `name: [ranges]` key of an interval: "a:b" or "a", decoded piece by piece.
class Ranges {
 public:
  Ranges(const YamlTree& interval, std::string key, std::string expected, Errors& errors)
      : list_(interval.find(key)),
        key_(std::move(key)),
        expected_(std::move(expected)),
        errors_(errors) {}

  bool given() const { return list_ != nullptr && !list_->is_null(); }

  /// True when the key is absent, or any of its ranges satisfies `holds`.
  bool any(const Decode& decode, const std::function<bool(int, int)>& holds) {
    if (!given()) return true;
    if (!list_->is_sequence()) {
      mistake(*list_, "a list");
      return false;
    }
    bool found = list_->items.empty();
    for (const YamlTree& item : list_->items) {
      const std::string text = lower_case(item.text);
      const auto colon = text.find(':');
      const auto begin = decode(text.substr(0, colon));
      const auto end = colon == text.npos ? begin : decode(text.substr(colon + 1));
      // A range with one end counted from the month's end can only be compared within a month.
      const bool backwards = begin && end && (*begin < 0) == (*end < 0) && *begin > *end;
      if (!item.is_scalar() || !begin || !end || backwards) {
        mistake(item, expected_);
      } else {
        found = holds(*begin, *end) || found;
      }
    }
    return found;
  }

 private:
  void mistake(const YamlTree& at, const std::string& expected) {
    errors_.push_back({ErrorCode::usage,
                       fmt::format("\"{}\" under `{}` is not {}", at.text, key_, expected), "",
                       at.where()});
  }
  const YamlTree* list_;
  std::string key_, expected_;
  Errors& errors_;
};

Decode named(const std::vector<std::string>& names, int first) {
  return [&names, first](const std::string& text) -> std::optional<int> {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<int>(found - names.begin()) + first;
  };
}

bool within_times(const YamlTree& interval, int minute, Errors& errors) {
  const YamlTree* times = interval.find("times");
  if (times == nullptr || times->is_null()) return true;
  bool found = times->items.empty();
  for (const YamlTree& range : times->items) {
    const auto start = minute_of_day(range.get("start_time"));
    const auto end = minute_of_day(range.get("end_time"));
    if (!start || !end || *start >= *end) {
      errors.push_back({ErrorCode::usage,
                        "a time range needs `start_time` and a later `end_time`, each as HH:MM",
                        "a range over midnight is written as two", range.where()});
    } else {
      found = (*start <= minute && minute < *end) || found;
    }
  }
  return found;
}

bool within_days_of_month(Ranges days, const LocalTime& now) {
  const Decode decode = [](const std::string& text) -> std::optional<int> {
    const auto day = number_of(text);
    return day && *day != 0 && *day >= -31 && *day <= 31 ? day : std::nullopt;
  };
  return days.any(decode, [&](int begin, int end) {
    if (begin < 0) begin += now.days_in_month + 1;
    if (end < 0) end += now.days_in_month + 1;
    return begin <= now.day && now.day <= end;
  });
}

bool holds(const YamlTree& interval, sys_seconds at, bool* needs_date, Errors& errors) {
  for (const auto& [key, value] : interval.entries) {
    if (std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end()) continue;
    errors.push_back({ErrorCode::usage, fmt::format("a time interval has no key \"{}\"", key),
                      suggestion(key, kKeys), value.where()});
  }
  const YamlTree* location = interval.find("location");
  const auto offset = utc_offset(location != nullptr ? location->text : "UTC", at);
  if (!offset) {
    errors.push_back(offset.error());
    errors.back().where = location->where();
  }
  const LocalTime now = local_time(at, offset.value_or(std::chrono::seconds(0)));
  const auto around = [](int value) {
    return [value](int begin, int end) { return begin <= value && value <= end; };
  };
  const auto by_number = [](const std::string& text) { return number_of(text); };
  const auto by_month = [](const std::string& text) -> std::optional<int> {
    const auto month = number_of(text);
    if (!month) return named(kMonths, 1)(text);
    return *month >= 1 && *month <= 12 ? month : std::nullopt;
  };
  Ranges days(interval, "days_of_month", "a day from 1 to 31, or -31 to -1 from the end", errors);
  Ranges months(interval, "months", "a month, or a range of them", errors);
  Ranges years(interval, "years", "a year, or a range of them", errors);
  Ranges weekdays(interval, "weekdays", "a day as in \"monday\", or a range from sunday on",
                  errors);
  *needs_date = *needs_date || days.given() || months.given() || years.given();

  // All are looked at, so that every mistake is found.
  const bool right_time = within_times(interval, now.minute, errors);
  const bool right_weekday = weekdays.any(named(kDays, 0), around(now.weekday));
  const bool right_day = within_days_of_month(days, now);
  const bool right_month = months.any(by_month, around(now.month));
  const bool right_year = years.any(by_number, around(now.year));
  return right_time && right_weekday && right_day && right_month && right_year;
}

}  // namespace

Result<sys_seconds> scenario_instant(const std::string& at) {
  std::istringstream words(at);
  std::string day, time, zone, more;
  words >> day >> time >> zone >> more;
  const std::string wanted = lower_case(day);
  int weekday = -1;
  for (int i = 0; i < 7; ++i) {
    if (wanted == kDays[i] || wanted == kDays[i].substr(0, 3)) weekday = i;
  }
  const auto minute = minute_of_day(time);
  if (weekday < 0 || !minute || *minute == 24 * 60 || !more.empty()) {
    return usage_error(fmt::format("\"{}\" is not a weekday, a time and a zone", at),
                       "write it as \"Tue 14:00 Europe/Berlin\"");
  }
  constexpr sys_days kMonday = std::chrono::year(2024) / std::chrono::January / 1;
  const sys_seconds shown = kMonday + std::chrono::days((weekday + 6) % 7) + minutes(*minute);
  const auto offset = utc_offset(zone.empty() ? "UTC" : zone, shown);
  if (!offset) return tl::unexpected(offset.error());
  return shown - *offset;  // no zone changes its clocks in that week
}

Checked<IntervalRuling> rule_interval(const YamlTree& intervals, sys_seconds at) {
  Errors errors;
  IntervalRuling ruling;
  if (!intervals.is_sequence()) {
    errors.push_back({ErrorCode::usage, "`time_intervals` of a time interval is a list of maps", "",
                      intervals.where()});
    return tl::unexpected(errors);
  }
  for (const YamlTree& interval : intervals.items) {
    if (holds(interval, at, &ruling.needs_date, errors)) ruling.holds = true;
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return ruling;
}

}  // namespace misfire
