#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/monitoring/expression.hpp"
#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

using Kind = PromqlNode::Kind;

bool begins_with_one_of(const std::string& text, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return text.starts_with(start); });
}

/// Gauges by the exporters' own documentation; what is not known is not told.
bool is_gauge(const std::string& metric) {
  static const std::set<std::string> kKnown = {"up",
                                               "probe_success",
                                               "probe_duration_seconds",
                                               "nginx_up",
                                               "nginx_connections_active",
                                               "nginx_connections_reading",
                                               "nginx_connections_writing",
                                               "nginx_connections_waiting",
                                               "process_open_fds",
                                               "process_resident_memory_bytes",
                                               "go_goroutines",
                                               "haproxy_process_current_connections"};
  if (kKnown.contains(metric)) return true;
  if (metric.ends_with("_info")) return true;
  if (!begins_with_one_of(metric, {"haproxy_server_", "haproxy_backend_", "haproxy_frontend_"})) {
    return false;
  }
  return metric.find("_current_") != metric.npos || metric.find("_limit_") != metric.npos ||
         metric.ends_with("_status") || metric.ends_with("weight") ||
         metric.ends_with("_servers") || metric.ends_with("_average_seconds");
}

bool is_counter(const std::string& metric) {
  return metric.ends_with("_total") || metric.ends_with("_bucket");
}

std::vector<Place> check_gauge(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    for (const RangeUse& use : rule.read.rule.ranges) {
      const std::string metric = metric_named(use.selector);
      const bool rates =
          use.function == "rate" || use.function == "irate" || use.function == "increase";
      const bool differs =
          use.function == "delta" || use.function == "deriv" || use.function == "idelta";
      if (rates && is_gauge(metric)) {
        places.push_back(
            place_in_expr(subject, rule, use.selector,
                          fmt::format("{} is a gauge: {}() takes each fall for a restart from zero",
                                      metric, use.function)));
      } else if (differs && is_counter(metric)) {
        places.push_back(
            place_in_expr(subject, rule, use.selector,
                          fmt::format("{} is a counter: {}() is far below zero after each restart",
                                      metric, use.function)));
      }
    }
  }
  return places;
}

/// A counter, or a maximum since the start, as it stands.
bool only_grows(const PromqlNode& node) {
  const PromqlNode* of = only_selector(node);
  if (of == nullptr || of->range.value.count() > 0) return false;
  bool plain = true;  // through aggregations only
  each_node(node, [&](const PromqlNode& one) {
    plain = plain && (one.kind == Kind::selector || one.calls("sum") || one.calls("max") ||
                      one.calls("min") || one.calls("avg"));
  });
  const std::string metric = metric_named(of->name);
  const bool maximum = metric.starts_with("haproxy_") && metric.find("_max_") != metric.npos;
  return plain && (metric.ends_with("_total") || maximum);
}

std::vector<Place> check_latches(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    const auto& tree = rule.expr;
    if (!tree || !rule.alerts()) continue;
    each_node(*tree, [&](const PromqlNode& node) {
      if (!node.joins(">") && !node.joins(">=")) return;
      if (!only_grows(node.children[0]) || !constant_of(node.children[1])) return;
      const PromqlNode* of = only_selector(node.children[0]);
      places.push_back(
          place_in_expr(subject, rule, of->name,
                        fmt::format("{} only grows: once above {:g}, it stays so until a restart",
                                    metric_named(of->name), *constant_of(node.children[1]))));
    });
  }
  return places;
}

}  // namespace

MonitoringRule rate_of_gauge() {
  return {
      {.id = "monitoring/rate-of-gauge",
       .severity = Severity::warning,
       .title = "rate() of a gauge, or delta() of a counter",
       .why = "rate() adds what a counter had before each fall, since it takes it for a restart. "
              "Of a gauge it makes growth that never was; delta() of a counter is negative "
              "after each restart. The threshold means nothing.",
       .incident = "",
       .fix = "deriv() or max_over_time() of a gauge; rate() or increase() of a counter.",
       .bad = "expr: rate(haproxy_backend_current_queue[5m]) > 1",
       .good = "expr: max_over_time(haproxy_backend_current_queue[5m]) > 10",
       .topic = Topic::alert_rules},
      check_gauge};
}

MonitoringRule latches() {
  return {{.id = "monitoring/latches",
           .severity = Severity::warning,
           .title = "A counter is compared as it stands",
           .why = "A counter's value is what happened since the process started. The alert comes "
                  "after weeks of small things, never resolves, and is muted by the time that it "
                  "matters. HAProxy's haproxy_…_max_… are maxima since the start as well.",
           .incident = "",
           .fix = "rate() or increase() over a window.",
           .bad = "expr: haproxy_server_check_failures_total > 10",
           .good = "expr: increase(haproxy_server_check_failures_total[10m]) > 10",
           .topic = Topic::alert_rules},
          check_latches};
}

}  // namespace misfire::monitoring_audit
