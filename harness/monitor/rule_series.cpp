#include "monitor/rule_series.hpp"

#include <algorithm>
#include <array>

namespace misfire {
namespace {

constexpr std::array<std::string_view, 2> kFailures = {
    "prometheus_rule_evaluation_failures_total", "prometheus_rule_group_iterations_missed_total"};

// Each has the label rule_group (rules.NewGroupMetrics); the summaries of durations have not, and
// are there from the start.
constexpr std::array<std::string_view, 11> kOthers = {
    "ALERTS",
    "ALERTS_FOR_STATE",
    "prometheus_rule_evaluations_total",
    "prometheus_rule_group_interval_seconds",
    "prometheus_rule_group_iterations_total",
    "prometheus_rule_group_last_duration_seconds",
    "prometheus_rule_group_last_evaluation_samples",
    "prometheus_rule_group_last_evaluation_timestamp_seconds",
    "prometheus_rule_group_last_restore_duration_seconds",
    "prometheus_rule_group_last_rule_duration_sum_seconds",
    "prometheus_rule_group_rules"};

}  // namespace

bool comes_with_rules(std::string_view metric) {
  return counts_failures_of_rules(metric) ||
         std::find(kOthers.begin(), kOthers.end(), metric) != kOthers.end();
}

bool counts_failures_of_rules(std::string_view metric) {
  return std::find(kFailures.begin(), kFailures.end(), metric) != kFailures.end();
}

}  // namespace misfire
