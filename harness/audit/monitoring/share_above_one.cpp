#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "audit/monitoring/expression.hpp"
#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "base/lower_case.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

bool contains(const std::vector<Matcher>& all, const Matcher& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// Of what is not below zero they are not, and of more series they are more when summed.
bool keeps_order(const PromqlNode& node) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "sum",           "rate",          "irate",         "increase",       "sum_over_time",
      "avg_over_time", "max_over_time", "min_over_time", "last_over_time", "count_over_time"};
  return std::find(kNames.begin(), kNames.end(), node.name) != kNames.end();
}

/// The functions on the way down to the selector are the same. What is summed up to more than one
/// series may be larger in its parts than one of these.
bool same_functions(const PromqlNode& part, const PromqlNode& whole) {
  if (part.kind != whole.kind || part.range != whole.range || part.subquery != whole.subquery) {
    return false;
  }
  if (part.kind != PromqlNode::Kind::call) return true;
  const bool one_sum = !whole.by && !whole.without;
  if (part.name != whole.name || !keeps_order(part)) return false;
  if (!one_sum && (part.by != whole.by || part.without != whole.without)) return false;
  return same_functions(part.children[0], whole.children[0]);
}

/// Some of a metric's series over all of them, by the same functions.
bool is_share(const PromqlNode& node) {
  if (!node.joins("/") || node.children.size() != 2) return false;
  const PromqlNode* part = only_selector(node.children[0]);
  const PromqlNode* whole = only_selector(node.children[1]);
  if (part == nullptr || whole == nullptr) return false;
  if (!same_functions(node.children[0], node.children[1])) return false;
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

/// The functions whose result lies between the least and the largest of what they see.
bool stays_between(const PromqlNode& node) {
  static constexpr std::array<std::string_view, 7> kNames = {
      "min", "max", "avg", "min_over_time", "max_over_time", "avg_over_time", "last_over_time"};
  if (node.kind == PromqlNode::Kind::selector) return true;
  return std::find(kNames.begin(), kNames.end(), node.name) != kNames.end() &&
         stays_between(node.children[0]);
}

/// 1 or 0, or the mean of such.
bool says_yes_or_no(const PromqlNode& node) {
  const PromqlNode* of = only_selector(node);
  if (of == nullptr) return false;
  const std::string metric = metric_named(of->name);
  return (metric == "up" || metric == "probe_success") && stays_between(node);
}

/// Then a part may be of another time than its whole.
bool moves_in_time(const AuditedRule& rule) {
  const std::string text = rule.tree->get("expr");
  return lower_case(text).find("offset") != text.npos || text.find('@') != text.npos;
}

std::vector<Place> check(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    const auto& tree = rule.expr;
    if (!tree || !rule.alerts()) continue;
    each_node(*tree, [&](const PromqlNode& node) {
      if (node.children.size() != 2 || !is_comparison(node)) return;
      const auto threshold = constant_of(node.children[1]);
      const bool share = is_share(node.children[0]) && !moves_in_time(rule);
      if (!threshold || (!share && !says_yes_or_no(node.children[0]))) return;
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
