#include <fmt/format.h>

#include <algorithm>

#include "audit/monitoring/expression.hpp"
#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

bool contains(const std::vector<Matcher>& all, const Matcher& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// Some of a metric's series over all of them, by the same functions.
bool is_share(const PromqlNode& node) {
  if (!node.joins("/") || node.children.size() != 2) return false;
  const PromqlNode* part = only_selector(node.children[0]);
  const PromqlNode* whole = only_selector(node.children[1]);
  if (part == nullptr || whole == nullptr || part->range != whole->range) return false;
  if (node.children[0].kind != PromqlNode::Kind::call || node.children[0].name != "sum" ||
      node.children[1].kind != PromqlNode::Kind::call || node.children[1].name != "sum") {
    return false;
  }
  const auto of_part = matchers_of_selector(part->name);
  const auto of_whole = matchers_of_selector(whole->name);
  return metric_named(part->name) == metric_named(whole->name) &&
         std::all_of(of_whole.begin(), of_whole.end(),
                     [&](const Matcher& matcher) { return contains(of_part, matcher); });
}

/// 1 or 0, or the mean of such.
bool says_yes_or_no(const PromqlNode& node) {
  const PromqlNode* of = only_selector(node);
  if (of == nullptr) return false;
  const std::string metric = metric_named(of->name);
  const bool counts = metric == "up" || metric == "probe_success";
  const bool alone = node.kind == PromqlNode::Kind::selector || node.calls("avg_over_time") ||
                     node.calls("min") || node.calls("max") || node.calls("avg");
  return counts && alone;
}

std::vector<Place> check(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    const auto& tree = rule.expr;
    if (!tree || !rule.alerts()) continue;
    each_node(*tree, [&](const PromqlNode& node) {
      if (node.children.size() != 2 || !is_comparison(node)) return;
      const auto threshold = constant_of(node.children[1]);
      if (!threshold || (!is_share(node.children[0]) && !says_yes_or_no(node.children[0]))) return;
      const bool above =
          (node.joins(">") && *threshold >= 1) || (node.joins(">=") && *threshold > 1);
      const bool below = node.joins("<") && *threshold <= 0;
      if (!above && !below) return;
      places.push_back(place_in_expr(
          subject, rule, fmt::format("{} {:g}", node.name, *threshold),
          fmt::format("this is between 0 and 1, and never {} {:g}{}", node.name, *threshold,
                      *threshold > 1 ? ": is it meant in per cent?" : "")));
    });
  }
  return places;
}

}  // namespace

MonitoringRule share_above_one() {
  return {
      {.id = "monitoring/share-above-one",
       .severity = Severity::error,
       .title = "A share is compared with what it cannot reach",
       .why = "A part over its whole is at most 1. A threshold in per cent, `> 5`, can never be "
              "crossed: the alert is green while everybody fails.",
       .incident = "",
       .fix = "Multiply by 100, or write the threshold as a share.",
       .bad = "expr: sum(rate(logins_total{outcome=\"error\"}[5m])) / sum(rate(logins_total[5m])) "
              "> 5",
       .good = "expr: sum(rate(logins_total{outcome=\"error\"}[5m])) / "
               "sum(rate(logins_total[5m])) > 0.05",
       .topic = Topic::alert_rules},
      check};
}

}  // namespace misfire::monitoring_audit
