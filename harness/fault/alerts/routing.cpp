// Rows A8 and A9 of the table of faults: what fires and reaches nobody, somebody else, or everybody
// too late.
#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "fault/alerts/alerts.hpp"

namespace misfire {
namespace {

/// `severity="page"` loses its last letter but the quote: no alert says so.
bool misspell_matchers(YamlTree& route) {
  for (const char* key : {"match", "match_re"}) {
    YamlTree* map = route.find(key);
    if (map == nullptr || map->entries.empty()) continue;
    map->entries.front().second.text += "_";
    return true;
  }
  YamlTree* matchers = route.find("matchers");
  if (matchers == nullptr || matchers->items.empty()) return false;
  std::string& text = matchers->items.front().text;
  const std::size_t quote = text.rfind('"');
  text.insert(quote == std::string::npos || quote == 0 ? text.size() : quote, "_");
  return true;
}

Error no_route(const AlertTree& alert) {
  return {ErrorCode::usage,
          fmt::format("no route below the root takes {}: there is nothing to change", alert.name),
          "name another alert",
          {}};
}

Result<void> misspell_route(MonitoringTrees& trees, const Args& args) {
  const auto alerts = alerts_named(trees, args);
  if (!alerts) return tl::unexpected(alerts.error());
  bool any = false;
  std::vector<const YamlTree*> done;  // alerts may share a route
  for (const AlertTree& alert : *alerts) {
    YamlTree* route = route_of(trees, alert);
    if (route == nullptr || std::find(done.begin(), done.end(), route) != done.end()) continue;
    any = misspell_matchers(*route) || any;
    done.push_back(route);
  }
  if (any) return {};
  return tl::unexpected(no_route(alerts->front()));
}

bool erase_route(YamlTree& node, const YamlTree* doomed) {
  YamlTree* children = node.find("routes");
  if (children == nullptr) return false;
  for (auto child = children->items.begin(); child != children->items.end(); ++child) {
    if (&*child == doomed) {
      children->items.erase(child);
      return true;
    }
    if (erase_route(*child, doomed)) return true;
  }
  return false;
}

Result<void> leave_out_route(MonitoringTrees& trees, const Args& args) {
  const auto alerts = alerts_named(trees, args);
  if (!alerts) return tl::unexpected(alerts.error());
  // Once it is gone, the next alert that it took has another.
  const YamlTree* route = route_of(trees, alerts->front());
  if (route == nullptr) return tl::unexpected(no_route(alerts->front()));
  erase_route(*trees.alertmanager.find("route"), route);
  return {};
}

/// Routes that wait longer keep their own time.
void erase_own(YamlTree& node, ModelDuration wait, bool together) {
  YamlTree* children = node.find("routes");
  if (children == nullptr) return;
  for (YamlTree& child : children->items) {
    const auto own = parse_duration(child.get("group_wait"));
    if (own && own->value < wait.value) child.erase("group_wait");
    if (together) child.erase("group_by");
    erase_own(child, wait, together);
  }
}

Result<void> slow_groups(MonitoringTrees& trees, const Args& args) {
  YamlTree* root = trees.alertmanager.find("route");
  if (root == nullptr || !root->is_map()) return usage_error("alertmanager.yml has no route");
  const auto wait = args.find("wait");
  const ModelDuration long_wait = wait == args.end() ? ModelDuration{std::chrono::minutes(5)}
                                                     : std::get<ModelDuration>(wait->second);
  const auto given = args.find("together");
  const bool together = given == args.end() || std::get<bool>(given->second);
  erase_own(*root, long_wait, together);
  root->set("group_wait", YamlTree::plain(format_duration(long_wait)));
  if (together) root->set("group_by", YamlTree::sequence());
  return {};
}

}  // namespace

AlertFault route_typo() {
  AlertFault fault;
  fault.doc.name = "route-typo";
  fault.doc.title = "A route's matcher is misspelt";
  fault.doc.about =
      "The route that takes the alert asks for a value that no alert has. The alert fires, and "
      "goes "
      "to whoever is next in the tree: the default receiver, or another team.";
  fault.doc.incident =
      "amtool check-config accepts every matcher. Alertmanager, issue 5167: alerts that no route "
      "was meant to take.";
  fault.witness = AlertWitness::routing;
  fault.doc.params = alert_params();
  fault.edit = misspell_route;
  return fault;
}

AlertFault route_missing() {
  AlertFault fault;
  fault.doc.name = "route-missing";
  fault.doc.title = "An alert's route is missing";
  fault.doc.about =
      "The route that takes the alert is not in the tree, as after a merge. Of several alerts that "
      "of the first is left out. The alert fires and goes to the receiver of the route above.";
  fault.doc.incident = "A new team, a new label value, and no route: the page goes to a mailbox.";
  fault.witness = AlertWitness::routing;
  fault.doc.params = alert_params();
  fault.edit = leave_out_route;
  return fault;
}

AlertFault grouping_slow() {
  AlertFault fault;
  fault.doc.name = "grouping-slow";
  fault.doc.title = "Alerts wait long, and in one group";
  fault.doc.about =
      "group_wait is minutes and group_by is empty, for all routes of a receiver: the first alert "
      "waits, and every further one waits for the group's next turn (group_interval), so that a "
      "decoy delays the alert that matters.";
  fault.doc.incident =
      "Alertmanager's dispatcher (dispatch.go): an alert that joins a group which was told already "
      "waits up to group_interval.";
  fault.witness = AlertWitness::routing;
  ParamSpec wait;
  wait.name = "wait";
  wait.type = ParamType::duration;
  wait.about = "group_wait of every route";
  wait.fallback = ModelDuration{std::chrono::minutes(5)};
  ParamSpec together;
  together.name = "together";
  together.type = ParamType::boolean;
  together.about = "group_by: [], whatever the routes say";
  together.fallback = true;
  fault.doc.params = {std::move(wait), std::move(together)};
  fault.edit = slow_groups;
  return fault;
}

}  // namespace misfire
