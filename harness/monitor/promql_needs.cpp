#include "monitor/promql_needs.hpp"

#include <algorithm>

#include "monitor/promql_shape.hpp"
#include "monitor/promql_tree.hpp"

namespace misfire {
namespace {

using Kind = PromqlNode::Kind;

/// `or` multiplies groups. To leave some out claims less, never more.
constexpr std::size_t kMostGroups = 64;

/// Functions that have a result for an empty vector.
bool takes_nothing(const std::string& function) {
  return function == "absent" || function == "absent_over_time" || function == "scalar" ||
         function == "vector";
}

Needs needs(const PromqlNode& node) {
  switch (node.kind) {
    case Kind::number:
    case Kind::text:
      return {};
    case Kind::selector: {
      // Prometheus's own series of alerts are there while an alert is: that none is, is health.
      const std::string metric = metric_of(node.name);
      if (metric == "ALERTS" || metric == "ALERTS_FOR_STATE") return {};
      return {{node.name}};
    }
    case Kind::call: {
      Needs all;
      if (takes_nothing(node.name)) return all;
      for (const PromqlNode& child : node.children) {
        all = needs_of_both(std::move(all), needs(child));
        if (node.name == "info") break;  // what it looks up only adds labels
      }
      return all;
    }
    case Kind::binary:
      if (node.joins("or"))
        return needs_of_either(needs(node.children[0]), needs(node.children[1]));
      if (node.joins("unless")) return needs(node.children[0]);
      return needs_of_both(needs(node.children[0]), needs(node.children[1]));
  }
  return {};
}

}  // namespace

Needs promql_needs(std::string_view expression) {
  const auto tree = promql_tree(expression);
  return tree ? needs(*tree) : Needs{};
}

Needs needs_of_both(Needs one, const Needs& other) {
  for (const auto& group : other) {
    if (one.size() == kMostGroups) break;
    if (std::find(one.begin(), one.end(), group) == one.end()) one.push_back(group);
  }
  return one;
}

Needs needs_of_either(const Needs& one, const Needs& other) {
  Needs all;
  for (const auto& a : one) {
    for (const auto& b : other) {
      std::vector<std::string> group = a;
      for (const std::string& selector : b) {
        if (std::find(group.begin(), group.end(), selector) == group.end())
          group.push_back(selector);
      }
      all = needs_of_both(std::move(all), {group});
    }
  }
  return all;
}

}  // namespace misfire
