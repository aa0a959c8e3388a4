#include "monitor/promql_labels.hpp"

#include <algorithm>

#include "monitor/promql_selector.hpp"

namespace misfire {
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

/// Whether the argument, a string, is the label's name; one that is none may be.
bool may_name(const PromqlNode& call, std::size_t argument, std::string_view label) {
  if (call.children.size() <= argument || call.children[argument].kind != Kind::text) return true;
  const std::string& quoted = call.children[argument].name;
  const std::string_view name = std::string_view(quoted).substr(1, quoted.size() - 2);
  return name == label || !is_plain_label(name);
}

bool call_may_carry(const PromqlNode& call, std::string_view label, const SelectorMayCarry& of) {
  if (call.name.starts_with("label_") && may_name(call, 1, label))
    return true;  // it makes that one
  if (call.name == "count_values" && may_name(call, 0, label)) return true;
  if (call.name == "info") {
    const bool adds = call.children.size() < 2 || call.children[1].kind != Kind::selector ||
                      of(call.children[1].name);
    if (adds) return true;
  }
  if (call.name == "vector" || call.name == "scalar" || call.name == "time") return false;
  if (call.name.starts_with("absent")) {
    const PromqlNode* inner = call.children.empty() ? nullptr : &call.children[0];
    if (inner == nullptr || inner->kind != Kind::selector) return false;
    const auto matchers = matchers_of_selector(inner->name);
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
                     [&](const PromqlNode& child) { return may_carry(child, label, of); });
}

}  // namespace

bool selector_allows(const std::string& selector, std::string_view label) {
  const auto matchers = matchers_of_selector(selector);
  return std::none_of(matchers.begin(), matchers.end(), [&](const Matcher& matcher) {
    return matcher.label == label && matcher.op == Matcher::Op::equal && matcher.value.empty();
  });
}

bool may_carry(const PromqlNode& node, std::string_view label, const SelectorMayCarry& of) {
  switch (node.kind) {
    case Kind::number:
    case Kind::text:
      return false;
    case Kind::selector:
      return of(node.name);
    case Kind::call:
      return call_may_carry(node, label, of);
    case Kind::binary:
      if (node.joins("and") || node.joins("unless")) return may_carry(node.children[0], label, of);
      return may_carry(node.children[0], label, of) || may_carry(node.children[1], label, of);
  }
  return true;
}

}  // namespace misfire
