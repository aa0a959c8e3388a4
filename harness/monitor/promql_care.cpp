#include "monitor/promql_care.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace misfire {
namespace {

constexpr std::array<std::string_view, 11> kCalendar = {
    "time",        "timestamp",     "minute", "hour", "day_of_week",   "day_of_month",
    "day_of_year", "days_in_month", "month",  "year", "predict_linear"};

struct Careful {
  std::string_view word;
  std::string_view reason;
};

constexpr std::array<Careful, 8> kFunctions = {{
    {"increase", "counts shrink with the window when load drives them"},
    {"delta", "differences shrink with the window"},
    {"idelta", "differences shrink with the scrape interval"},
    {"deriv", "slopes over time grow by the speed"},
    {"holt_winters", "its trend is per sample"},
    {"changes", "counts shrink with the window when load drives them"},
    {"resets", "counts shrink with the window when load drives them"},
    {"absent_over_time", "a scrape that is late by wall time weighs more"},
}};

constexpr std::array<Careful, 4> kMetricEndings = {{
    {"_timestamp_seconds", "is an instant of wall time"},
    {"_start_time_seconds", "is an instant of wall time"},
    {"_time_average_seconds", "averages over the last requests, not over time"},
    {"_check_up_down_total", "is driven by timers: its rate grows by the speed"},
}};

// "How long ago …" of HAProxy's exporter is the same as an uptime or an age.
constexpr std::array<std::string_view, 6> kAgeEndings = {
    "_uptime_seconds", "_uptime_in_seconds",    "_age_seconds",
    "_age_in_seconds", "_last_session_seconds", "_check_last_change_seconds"};

// PostgreSQL's exporter: of the oldest transaction, of what a replica last replayed, and of what
// was last archived.
constexpr std::array<std::string_view, 4> kAges = {
    "pg_stat_activity_max_tx_duration", "pg_replication_lag", "pg_replication_lag_seconds",
    "pg_stat_archiver_last_archive_age"};

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string_view trimmed(std::string_view text) {
  const auto last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

bool is_age(std::string_view metric) {
  const auto ends = [&](std::string_view end) { return ends_with(metric, end); };
  return std::any_of(kAgeEndings.begin(), kAgeEndings.end(), ends) ||
         std::find(kAges.begin(), kAges.end(), metric) != kAges.end();
}

void PromqlCare::function(std::string_view name) {
  if (std::find(kCalendar.begin(), kCalendar.end(), name) != kCalendar.end()) {
    add(Compressible::no, fmt::format("{}() follows the wall clock", name));
  }
  for (const auto& [word, reason] : kFunctions) {
    if (name == word) add(Compressible::with_care, fmt::format("{}(): {}", word, reason));
  }
}

void PromqlCare::age(std::string_view name) {
  add(Compressible::with_care, fmt::format("{} is an age in seconds of wall time", name));
}

void PromqlCare::metric(std::string_view name) {
  for (const auto& [ending, reason] : kMetricEndings) {
    if (ends_with(name, ending)) {
      return add(Compressible::with_care, fmt::format("{} {}", name, reason));
    }
  }
}

void PromqlCare::at() {
  add(Compressible::no, "@ names an instant of the wall clock");
}

void PromqlCare::future(std::string_view text) {
  add(Compressible::with_care,
      fmt::format(
          "{} asks about the future, of which Prometheus finds only what is there already: a "
          "range is as much shorter",
          trimmed(text)));
}

void PromqlCare::days(std::string_view text) {
  add(Compressible::no, fmt::format("offset {} compares with another day", trimmed(text)));
}

void PromqlCare::add(Compressible verdict, std::string reason) {
  if (verdict == Compressible::no || verdict_ == Compressible::yes) verdict_ = verdict;
  if (std::find(reasons_.begin(), reasons_.end(), reason) == reasons_.end()) {
    reasons_.push_back(std::move(reason));
  }
}

std::string PromqlCare::why() const {
  return fmt::format("{}", fmt::join(reasons_, "; "));
}

}  // namespace misfire
