#include "audit/monitoring/expression.hpp"

#include <algorithm>

#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

using Kind = PromqlNode::Kind;

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool aggregates(const std::string& function) {
  static const std::vector<std::string> kNames = {
      "sum",   "min",      "max",          "avg",  "group",   "stddev", "stdvar",
      "count", "quantile", "count_values", "topk", "bottomk", "limitk", "limit_ratio"};
  return contains(kNames, function);
}

/// Their results are whole series.
bool picks(const std::string& function) {
  return function.ends_with("topk") || function.ends_with("bottomk") ||
         function.starts_with("limit");
}

bool selector_may_carry(const std::string& selector, std::string_view label) {
  for (const Matcher& matcher : matchers_of_selector(selector)) {
    if (matcher.label == label && matcher.op == Matcher::Op::equal && matcher.value.empty()) {
      return false;
    }
  }
  return true;
}

bool call_may_carry(const PromqlNode& call, std::string_view label) {
  if (call.name.starts_with("label_") || call.name == "count_values" || call.name == "info") {
    return true;  // they make labels
  }
  if (call.name == "vector" || call.name == "scalar" || call.name == "time") return false;
  if (call.name.starts_with("absent")) {
    const PromqlNode* of = call.children.empty() ? nullptr : &call.children[0];
    if (of == nullptr || of->kind != Kind::selector) return false;
    const auto matchers = matchers_of_selector(of->name);
    return std::any_of(matchers.begin(), matchers.end(), [&](const Matcher& matcher) {
      return matcher.label == label && matcher.op == Matcher::Op::equal;
    });
  }
  if (aggregates(call.name) && !picks(call.name)) {
    if (call.by && !contains(*call.by, label)) return false;
    if (call.without && contains(*call.without, label)) return false;
    if (!call.by && !call.without) return false;
  }
  return std::any_of(call.children.begin(), call.children.end(),
                     [&](const PromqlNode& child) { return may_carry(child, label); });
}

}  // namespace

void each_node(const PromqlNode& node, const std::function<void(const PromqlNode&)>& see) {
  see(node);
  for (const PromqlNode& child : node.children) each_node(child, see);
}

bool may_carry(const PromqlNode& node, std::string_view label) {
  switch (node.kind) {
    case Kind::number:
    case Kind::text:
      return false;
    case Kind::selector:
      return selector_may_carry(node.name, label);
    case Kind::call:
      return call_may_carry(node, label);
    case Kind::binary:
      if (node.joins("and") || node.joins("unless")) return may_carry(node.children[0], label);
      return may_carry(node.children[0], label) || may_carry(node.children[1], label);
  }
  return true;
}

bool is_constant(const PromqlNode& node) {
  bool reads = false;
  each_node(node, [&](const PromqlNode& one) {
    reads = reads || one.kind == Kind::selector || one.calls("time") || one.calls("hour") ||
            one.calls("minute") || one.name.starts_with("day");
  });
  return !reads;
}

bool is_comparison(const PromqlNode& node) {
  return node.joins("==") || node.joins("!=") || node.joins(">") || node.joins("<") ||
         node.joins(">=") || node.joins("<=");
}

std::optional<double> constant_of(const PromqlNode& node) {
  if (node.kind == Kind::number) return node.value;
  if (node.kind != Kind::binary || node.children.size() != 2) return {};
  const auto left = constant_of(node.children[0]), right = constant_of(node.children[1]);
  if (!left || !right) return {};
  if (node.joins("*")) return *left * *right;
  if (node.joins("+")) return *left + *right;
  if (node.joins("-")) return *left - *right;
  if (node.joins("/") && *right != 0) return *left / *right;
  return {};
}

const PromqlNode* only_selector(const PromqlNode& node) {
  if (node.kind == Kind::selector) return &node;
  if (node.kind != Kind::call || node.children.size() != 1) return nullptr;
  return only_selector(node.children[0]);
}

}  // namespace misfire::monitoring_audit
