#include "audit/monitoring/read_routing.hpp"

#include <algorithm>

#include "base/duration.hpp"
#include "monitor/route_matchers.hpp"

namespace misfire {
namespace {

/// Alertmanager's own defaults for the root (dispatch/route.go).
constexpr ModelDuration kGroupWait{std::chrono::seconds(30)};
constexpr ModelDuration kGroupInterval{std::chrono::minutes(5)};
constexpr ModelDuration kRepeatInterval{std::chrono::hours(4)};

class Reader {
 public:
  Reader(MonitoringSubject& subject, Errors& errors) : subject_(subject), errors_(errors) {}

  void run() {
    const YamlTree& tree = *subject_.alertmanager;
    if (const YamlTree* list = tree.find("receivers")) {
      for (const YamlTree& receiver : list->items) this->receiver(receiver);
    }
    const YamlTree* root = tree.find("route");
    if (root == nullptr || !root->is_map()) return;
    Route known;
    known.group_wait = kGroupWait;
    known.group_interval = kGroupInterval;
    route(*root, std::move(known), kRepeatInterval, 0);
  }

 private:
  void receiver(const YamlTree& tree) {
    const std::string name = tree.get("name");
    if (name.empty()) return;
    subject_.receivers.emplace(name, &tree);
    subject_.facts.receivers.push_back(name);
    const bool empty = std::none_of(tree.entries.begin(), tree.entries.end(), [](const auto& one) {
      return one.first.ends_with("_configs") && !one.second.items.empty();
    });
    if (empty) subject_.facts.empty_receivers.push_back(name);
  }

  /// `known` and `repeat` have what the node inherits.
  void route(const YamlTree& tree, Route known, ModelDuration repeat, std::size_t parent) {
    known.receiver = tree.get("receiver", known.receiver);
    known.group_wait = duration_at(tree, "group_wait", known.group_wait, errors_);
    known.group_interval = duration_at(tree, "group_interval", known.group_interval, errors_);
    repeat = duration_at(tree, "repeat_interval", repeat, errors_);
    const std::string more = tree.get("continue", "false");
    known.goes_on = more != "false" && more != "no" && more != "off";
    // An empty list counts as none (until Alertmanager 0.30): what stands above holds.
    if (const YamlTree* labels = tree.find("group_by"); labels && !labels->items.empty()) {
      known.group_by.clear();
      for (const YamlTree& label : labels->items) known.group_by.push_back(label.text);
    }
    RouteMatchers own = matchers_of_route(tree);
    known.matchers = std::move(own.matchers);
    known.readable = own.readable;
    const std::size_t index = subject_.routes.size();
    subject_.facts.routes.push_back(known);
    subject_.routes.push_back({&tree, parent, repeat});
    ++known.depth;
    const YamlTree* children = tree.find("routes");
    if (children == nullptr) return;
    for (const YamlTree& child : children->items) {
      if (child.is_map()) route(child, known, repeat, index);
    }
  }

  MonitoringSubject& subject_;
  Errors& errors_;
};

}  // namespace

void read_routing(MonitoringSubject& subject, Errors& errors) {
  Reader(subject, errors).run();
}

}  // namespace misfire
