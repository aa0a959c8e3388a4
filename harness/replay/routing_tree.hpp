// Where alerts go and which group they form (Alertmanager's dispatch/route.go). Pure.
#pragma once

#include <string>
#include <vector>

#include "replay/routing.hpp"

namespace misfire {

bool matches_all(const std::vector<Matcher>&, const Labels&);

/// A node at which alerts end, and Alertmanager's key for it: its own and its parents' matchers.
/// Two nodes can have the same key.
struct RouteEnd {
  const RoutingNode* node = nullptr;
  std::string key;
};

/// The nodes that an alert ends at, in file order: the deepest that match; the first child that
/// matches takes it, and further ones only if it goes on. Points into the routing.
std::vector<RouteEnd> ends_of(const RoutingNode& root, const Labels&);

/// The labels that name the alert's group at this node.
Labels group_labels(const RoutingNode&, const Labels&);

/// As webhooks are told it: `{}/{team="auth"}:{alertname="X"}`.
std::string group_key(const std::string& route_key, const Labels& group);

}  // namespace misfire
