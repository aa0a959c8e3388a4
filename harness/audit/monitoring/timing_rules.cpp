#include <fmt/format.h>

#include <algorithm>

#include "audit/monitoring/expression.hpp"
#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "base/duration.hpp"

namespace misfire::monitoring_audit {
namespace {

/// Pending lasts E·⌈F/E⌉ (ALERTS.md, "Timing model").
std::vector<Place> check_rounded(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    const auto hold = rule.read.rule.hold.value, every = rule.read.rule.interval.value;
    if (!rule.alerts() || !rule.interval_known || hold.count() == 0 || every.count() == 0) continue;
    const auto really = every * ((hold + every - std::chrono::milliseconds(1)) / every);
    if (2 * (really - hold) < hold) continue;  // less than half as long again is rounding
    places.push_back(place_at(
        *rule.tree, "for",
        fmt::format("for {} is {}: the group is evaluated every {}", format_duration({hold}),
                    format_duration({really}), format_duration({every}))));
  }
  return places;
}

/// Of what is only worth knowing it does no harm.
bool is_of_note(const AuditedRule& rule) {
  const auto severity = rule.read.rule.labels.find("severity");
  if (severity == rule.read.rule.labels.end()) return true;
  return severity->second != "none" && severity->second != "info";
}

/// Looks at this instant only: no range, no subquery, no absence.
bool is_instant(const PromqlNode& tree) {
  bool instant = true;
  each_node(tree, [&](const PromqlNode& node) {
    const bool absence = node.name.starts_with("absent");
    if (node.range.value.count() > 0 || node.subquery || absence) instant = false;
    // A recording may have a window of its own.
    if (node.kind == PromqlNode::Kind::selector && node.name.find(':') != std::string::npos) {
      instant = false;
    }
  });
  return instant;
}

std::vector<Place> check_sample(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts() || rule.read.rule.hold.value.count() > 0 || !is_of_note(rule)) continue;
    const auto& tree = rule.expr;
    if (!tree || is_constant(*tree) || !is_instant(*tree)) continue;
    places.push_back(
        place_of_rule(rule, "one sample is enough to fire: it has neither `for` nor a window"));
  }
  return places;
}

}  // namespace

MonitoringRule for_rounded_up() {
  return {
      {.id = "monitoring/for-rounded-up",
       .severity = Severity::warning,
       .title = "`for` is shorter than the evaluation allows",
       .why = "An alert's state changes at evaluations only: pending lasts the evaluation "
              "interval times `for` divided by it, rounded up. `for: 30s` at an interval of 1 m "
              "is a minute, and the page comes later than its author promised.",
       .incident = "",
       .fix = "A multiple of the interval, or an `interval` of the group that divides it.",
       .bad = "evaluation_interval: 1m\n…\nfor: 30s",
       .good = "groups: [ { name: balancer, interval: 15s, rules: [ … ] } ]",
       .topic = Topic::alert_rules},
      check_rounded};
}

MonitoringRule one_sample_fires() {
  return {
      {.id = "monitoring/one-sample-fires",
       .severity = Severity::warning,
       .title = "One sample is enough to fire",
       .why = "One lost scrape makes up == 0, one long request fills a queue for a moment. Pages "
              "for nothing teach people to wait for the second one.",
       .incident = "",
       .fix = "A `for` of two or more evaluations, or a window: avg_over_time(up[2m]) < 0.5.",
       .bad = "expr: up{job=\"haproxy\"} == 0",
       .good = "expr: up{job=\"haproxy\"} == 0\nfor: 1m",
       .topic = Topic::alert_rules},
      check_sample};
}

}  // namespace misfire::monitoring_audit
