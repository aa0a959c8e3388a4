// What of an Alertmanager configuration decides who is notified when: the routing tree, receivers,
// inhibition, times. Values; `read_routing` makes them of a file, tests make them by hand.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "history/facts.hpp"
#include "monitor/yaml_tree.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// One integration of a receiver. Each has its own entry in the notification log.
struct ReplayIntegration {
  std::string type;  ///< as the sink calls it: "webhook", "slack", …
  int index = 0;     ///< which of the receiver's integrations of that type
  bool send_resolved = true;
  bool observer = false;  ///< added by the harness, to see what was flushed
  bool operator==(const ReplayIntegration&) const = default;
};

/// One node of the routing tree, what it inherits filled in.
struct RoutingNode {
  std::string receiver;
  std::vector<Matcher> matchers;  ///< all must hold
  bool goes_on = false;           ///< `continue`: the routes beside it are asked as well
  bool group_by_all = false;      ///< group_by: ['...']
  std::vector<std::string> group_by;
  Duration group_wait = std::chrono::seconds(30);
  Duration group_interval = std::chrono::minutes(5);
  Duration repeat_interval = std::chrono::hours(4);
  /// By its mute and active time intervals, decided once: a run has its own time of the week.
  bool muted = false;
  std::vector<RoutingNode> routes;
  bool operator==(const RoutingNode&) const = default;
};

struct InhibitRule {
  std::vector<Matcher> source, target;
  std::vector<std::string> equal;
  bool operator==(const InhibitRule&) const = default;
};

struct Routing {
  RoutingNode root;
  std::map<std::string, std::vector<ReplayIntegration>> receivers;
  std::vector<InhibitRule> inhibit_rules;
  Duration resolve_timeout = std::chrono::minutes(5);
  bool operator==(const Routing&) const = default;
};

/// Reads alertmanager.yml: the user's own, or (as a live run has it: times scaled, destinations at
/// the sink, observers added) what render_alertmanager made of it. `at` decides time intervals. It
/// is told what cannot be read or would be refused by Alertmanager; amtool finds what is left.
Checked<Routing> read_routing(const YamlTree&, std::chrono::sys_seconds at);

}  // namespace misfire
