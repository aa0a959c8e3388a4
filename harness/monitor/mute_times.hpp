// Alertmanager's time intervals, decided once: a run lasts minutes and has its own time of the
// week, so each interval holds throughout or not at all. Pure, except for reading zone files.
#pragma once

#include <chrono>
#include <string>

#include "base/error.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

/// "Tue 14:00 Europe/Berlin" as an instant of the first week of 2024 (its Monday is 1 January):
/// a scenario names no date, so one stands for all. The zone defaults to UTC.
Result<std::chrono::sys_seconds> scenario_instant(const std::string& at);

struct IntervalRuling {
  bool holds = false;
  bool needs_date = false;  ///< it speaks of days of the month, months or years
};
/// Does a named interval (the list under its `time_intervals`) hold at the instant? By
/// Alertmanager's rules: times include their start and exclude their end. All mistakes at once.
Checked<IntervalRuling> rule_interval(const YamlTree& intervals, std::chrono::sys_seconds at);

}  // namespace misfire
