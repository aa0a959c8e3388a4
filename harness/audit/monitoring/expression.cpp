#include "audit/monitoring/expression.hpp"

#include "monitor/promql_labels.hpp"

namespace misfire::monitoring_audit {

using Kind = PromqlNode::Kind;

void each_node(const PromqlNode& node, const std::function<void(const PromqlNode&)>& see) {
  see(node);
  for (const PromqlNode& child : node.children) each_node(child, see);
}

bool may_carry(const PromqlNode& node, std::string_view label) {
  return misfire::may_carry(
      node, label, [&](const std::string& selector) { return selector_allows(selector, label); });
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
