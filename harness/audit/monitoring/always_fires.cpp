#include <algorithm>

#include "audit/monitoring/expression.hpp"
#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

/// What stands at the top of an expression decides whether it filters.
bool filters(const PromqlNode& node) {
  if (is_comparison(node)) return !node.yes_no;
  if (node.joins("and") || node.joins("unless")) return true;
  if (node.joins("or")) return filters(node.children[0]) && filters(node.children[1]);
  if (node.kind == PromqlNode::Kind::binary) {
    return std::any_of(node.children.begin(), node.children.end(), filters);
  }
  if (node.kind != PromqlNode::Kind::call) return false;
  if (node.name.starts_with("absent")) return true;
  return std::any_of(node.children.begin(), node.children.end(), filters);
}

/// A recording may filter, and an alert's own series is there only while it fires.
bool may_vanish(const PromqlNode& tree) {
  bool may = false;
  each_node(tree, [&](const PromqlNode& node) {
    if (node.kind != PromqlNode::Kind::selector) return;
    const std::string metric = metric_named(node.name);
    may = may || metric.empty() || metric.find(':') != metric.npos || metric.starts_with("ALERTS");
  });
  return may;
}

std::vector<Place> check(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts()) continue;
    const auto& tree = rule.expr;
    if (!tree || is_constant(*tree) || filters(*tree) || may_vanish(*tree)) continue;
    const bool yes_no = is_comparison(*tree);
    places.push_back(place_in_expr(
        subject, rule, yes_no ? "bool" : "",
        yes_no
            ? "`bool` makes it 0 or 1, and an alert fires for 0 as well"
            : "nothing is compared: it fires for every series that there is, whatever its value"));
  }
  return places;
}

}  // namespace

MonitoringRule always_fires() {
  return {
      {.id = "monitoring/always-fires",
       .severity = Severity::error,
       .title = "An alert without a condition",
       .why = "An alert fires for each series of its expression's result, whatever its value is. "
              "Without a comparison, or with `bool`, it always fires: people mute it, and with "
              "it what stands beside it.",
       .incident = "",
       .fix = "Compare, without `bool`.",
       .bad = "expr: rate(login_errors_total[5m]) > bool 5",
       .good = "expr: rate(login_errors_total[5m]) > 5",
       .topic = Topic::alert_rules},
      check};
}

}  // namespace misfire::monitoring_audit
