// What a case is a case of: by its text, and by what changes when something is left out.
#include <functional>
#include <set>

#include "model_builder.hpp"
#include "routing_case.hpp"

namespace misfire {
namespace {

void each_node(RoutingNode& node, const std::function<void(RoutingNode&)>& see) {
  see(node);
  for (RoutingNode& child : node.routes) each_node(child, see);
}

class Traits {
 public:
  explicit Traits(const RoutingCase& one) : one_(one), routing_(routing_of(one.alertmanager)) {}

  std::vector<std::string> all() {
    usual_ = simulate_case(one_, routing_);
    of_text();
    of_tree();
    of_notifications();
    of_what_if();
    return {found_.begin(), found_.end()};
  }

 private:
  void if_so(bool so, const char* trait) {
    if (so) found_.insert(trait);
  }

  void of_text() {
    if_so(one_.alertmanager.find("group_by: []") != std::string::npos, "group_by: []");
    for (const RoutingCase::Post& post : one_.posts) {
      if_so(post.alerts.size() > 1, "several alerts in a post");
    }
  }

  void of_tree() {
    int deepest = 0;
    const std::function<void(const RoutingNode&, int)> see = [&](const RoutingNode& node, int at) {
      deepest = std::max(deepest, at);
      for (const RoutingNode& child : node.routes) see(child, at + 1);
    };
    see(routing_.root, 0);
    if_so(deepest >= 2, "nested routes");
    each_node(routing_.root, [&](RoutingNode& node) {
      if_so(node.goes_on, "continue");
      if_so(node.group_by_all, "group_by: ['...']");
      if_so(!node.group_by_all && node.group_by.empty(), "no group_by: one group");
      if_so(node.repeat_interval < node.group_interval, "repeat_interval < group_interval");
      if_so(node.group_wait.count() == 0, "group_wait: 0s");
    });
    for (const auto& [name, integrations] : routing_.receivers) {
      if_so(integrations.empty(), "receiver without integrations");
      if_so(integrations.size() > 1, "several integrations");
      for (const auto& one : integrations) {
        if_so(one.send_resolved, "send_resolved: true");
        if_so(!one.send_resolved, "send_resolved: false");
      }
    }
  }

  void of_notifications() {
    using Key = std::tuple<std::string, int, std::string>;
    std::map<Key, const Notification*> last;
    std::map<Key, std::set<Labels>> ended;
    std::set<std::string> receivers;
    for (const Notification& one : usual_.notifications) {
      const Key key{one.fact.receiver, one.fact.index, one.fact.group_key};
      const Notification*& before = last[key];
      if_so(before != nullptr && same_alerts(before->fact, one.fact), "told once more");
      before = &one;
      bool firing = false, resolved = false;
      for (const auto& alert : one.fact.alerts) {
        (alert.resolved ? resolved : firing) = true;
        if (alert.resolved) ended[key].insert(alert.labels);
        if_so(!alert.resolved && ended[key].contains(alert.labels), "fires again in its group");
      }
      if_so(firing && resolved, "firing and resolved together");
      if_so(one.fact.alerts.size() > 1, "several alerts in a notification");
      for (const RoutingCase::Post& post : one_.posts) {
        if_so(one.at == at(post.at) + AlertmanagerOptions{}.delivery, "told at once");
      }
      receivers.insert(one.fact.receiver);
    }
    if_so(receivers.size() > 1, "several receivers are told");
  }

  static bool same_alerts(const Notified& a, const Notified& b) {
    return std::equal(a.alerts.begin(), a.alerts.end(), b.alerts.begin(), b.alerts.end(),
                      [](const auto& x, const auto& y) {
                        return x.labels == y.labels && x.resolved == y.resolved;
                      });
  }

  bool differs(const Routing& routing, const Chores& chores) {
    RoutingCase other = one_;
    other.chores = chores;
    return told(simulate_case(other, routing)) != told(usual_);
  }

  void of_what_if() {
    Routing other = routing_;
    other.inhibit_rules.clear();
    if_so(differs(other, one_.chores), "inhibition decides");
    other = routing_;
    each_node(other.root, [](RoutingNode& node) { node.muted = false; });
    if_so(differs(other, one_.chores), "mute or active times decide");
    other = routing_;
    other.resolve_timeout = std::chrono::hours(1);
    if_so(differs(other, one_.chores), "resolve_timeout decides");
    other = routing_;
    each_node(other.root, [](RoutingNode& node) { node.goes_on = false; });
    if_so(differs(other, one_.chores), "continue decides");
    Chores none = one_.chores;
    none.tidy_groups = std::chrono::hours(9);
    if_so(differs(routing_, none), "removal of empty groups decides");
    none = one_.chores;
    none.tidy_log = std::chrono::hours(9);
    if_so(differs(routing_, none), "expiry of the log decides");
    none = one_.chores;
    none.tidy_alerts = std::chrono::hours(9);
    if_so(differs(routing_, none), "removal of resolved alerts decides");
  }

  const RoutingCase& one_;
  Routing routing_;
  Notifications usual_;
  std::set<std::string> found_;
};

}  // namespace

std::vector<std::string> traits_of(const RoutingCase& one) {
  return Traits(one).all();
}

}  // namespace misfire
