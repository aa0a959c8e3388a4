#include <fmt/format.h>

#include <algorithm>

#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "base/duration.hpp"
#include "plan/cannot_fire.hpp"

namespace misfire::monitoring_audit {
namespace {

/// What can be said of the rule's expression alone; `hold`: with its `for`.
std::vector<std::string> reasons(const AuditedRule& rule, bool hold) {
  AlertRule copy = rule.read.rule;
  if (!hold) copy.hold = {};
  return why_it_cannot(MonitoringFacts{}, copy);
}

/// The range that a sentence speaks of: it begins with the function call.
std::string_view range_in(const AuditedRule& rule, const std::string& reason) {
  for (const RangeUse& use : rule.read.rule.ranges) {
    if (reason.find(use.selector) != std::string::npos) return use.selector;
  }
  return {};
}

std::vector<Place> check_short(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    for (const std::string& reason : reasons(rule, false)) {
      places.push_back(place_in_expr(subject, rule, range_in(rule, reason), reason));
    }
  }
  return places;
}

std::vector<Place> check_event(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts()) continue;
    const auto without = reasons(rule, false);
    for (const std::string& reason : reasons(rule, true)) {
      if (std::find(without.begin(), without.end(), reason) != without.end()) continue;
      places.push_back(place_at(*rule.tree, "for", reason));
    }
  }
  return places;
}

/// R ≥ 4·S bears a lost scrape (ALERTS.md, "Timing model").
std::vector<Place> check_tight(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    for (const RangeUse& use : rule.read.rule.ranges) {
      const auto apart = use.samples.value;
      const bool rates = use.function == "rate" || use.function == "increase";
      if (!rates || apart.count() == 0) continue;
      if (use.range.value >= 4 * apart || use.range.value < 2 * apart) continue;
      places.push_back(place_in_expr(
          subject, rule, use.selector,
          fmt::format("{} of samples {} apart: one lost scrape leaves {} too little to tell a rate",
                      format_duration(use.range), format_duration(use.samples), use.function)));
    }
  }
  return places;
}

}  // namespace

MonitoringRule window_too_short() {
  return {
      {.id = "monitoring/window-too-short",
       .severity = Severity::error,
       .title = "A window that does not hold two samples",
       .why = "rate() and increase() have a value only where two samples lie in their window. A "
              "window of one scrape interval never has them: the alert cannot fire, and "
              "promtool's unit tests, which have samples of their own, say that it does.",
       .incident = "Measured: rate(x[1m]) at Prometheus's default scrape interval of 1 m never "
                   "has a value, while promtool test rules says that the alert fires.",
       .fix = "A window of at least four scrape intervals.",
       .bad = "expr: rate(errors_total[1m]) > 1   # scrape_interval: 1m",
       .good = "expr: rate(errors_total[4m]) > 1",
       .topic = Topic::alert_rules},
      check_short};
}

MonitoringRule event_over_before_for() {
  return {
      {.id = "monitoring/event-over-before-for",
       .severity = Severity::error,
       .title = "`for` is longer than a single event is seen",
       .why = "One increase of a counter stays in the window for its length less one scrape. If "
              "`for` asks for longer, a server that goes down once, or a reload, never pages "
              "anybody.",
       .incident =
           "prometheus/alertmanager#3323 (2023): Alertmanager's own rules for failed notifications "
           "fire for half a minute at best. Measured: rate(haproxy_server_check_up_down_total[5m]) "
           "!= 0 "
           "for 10m does "
           "not fire for one server that went down.",
       .fix = "A window longer than `for`, or no `for`: the window already smooths.",
       .bad = "expr: rate(haproxy_server_check_up_down_total[5m]) != 0\nfor: 10m",
       .good = "expr: increase(haproxy_server_check_up_down_total[15m]) > 0\nfor: 1m",
       .topic = Topic::alert_rules},
      check_event};
}

MonitoringRule window_tight() {
  return {{.id = "monitoring/window-tight",
           .severity = Severity::note,
           .title = "A window that does not bear a lost scrape",
           .why = "With two or three samples in a window, one scrape that fails leaves a gap: a "
                  "pending alert starts its `for` anew, in the very minutes in which scrapes time "
                  "out because something is wrong.",
           .incident = "",
           .fix = "At least four scrape intervals.",
           .bad = "expr: rate(errors_total[30s]) > 1   # scrape_interval: 15s",
           .good = "expr: rate(errors_total[1m]) > 1",
           .topic = Topic::alert_rules},
          check_tight};
}

}  // namespace misfire::monitoring_audit
