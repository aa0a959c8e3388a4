#include "replay/routing_tree.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

#include "scenario/matcher.hpp"

namespace misfire {
namespace {

std::string key_of(std::vector<Matcher> matchers) {
  std::sort(matchers.begin(), matchers.end(), [](const Matcher& a, const Matcher& b) {
    return std::tie(a.label, a.value, a.op) < std::tie(b.label, b.value, b.op);
  });
  std::vector<std::string> parts;
  for (const Matcher& matcher : matchers) parts.push_back(to_string(matcher));
  return fmt::format("{{{}}}", fmt::join(parts, ","));
}

/// False when the node does not match.
bool walk(const RoutingNode& node, const Labels& labels, const std::string& above,
          std::vector<RouteEnd>& ends) {
  if (!matches_all(node.matchers, labels)) return false;
  const std::string key = above + key_of(node.matchers);
  bool taken = false;
  for (const RoutingNode& child : node.routes) {
    if (!walk(child, labels, key + "/", ends)) continue;
    taken = true;
    if (!child.goes_on) break;
  }
  if (!taken) ends.push_back({&node, key});
  return true;
}

}  // namespace

bool matches_all(const std::vector<Matcher>& matchers, const Labels& labels) {
  return std::all_of(matchers.begin(), matchers.end(),
                     [&](const Matcher& matcher) { return matcher.matches(labels); });
}

std::vector<RouteEnd> ends_of(const RoutingNode& root, const Labels& labels) {
  std::vector<RouteEnd> ends;
  walk(root, labels, "", ends);
  return ends;
}

Labels group_labels(const RoutingNode& node, const Labels& labels) {
  if (node.group_by_all) return labels;
  Labels group;
  for (const std::string& name : node.group_by) {
    if (const auto found = labels.find(name); found != labels.end()) group.insert(*found);
  }
  return group;
}

std::string group_key(const std::string& route_key, const Labels& group) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : group) {
    parts.push_back(to_string(Matcher{name, Matcher::Op::equal, value}));
  }
  std::sort(parts.begin(), parts.end());  // as texts: a1="…" comes before a="…"
  return fmt::format("{}:{{{}}}", route_key, fmt::join(parts, ", "));
}

}  // namespace misfire
