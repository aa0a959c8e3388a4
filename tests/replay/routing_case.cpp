#include "routing_case.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "model_builder.hpp"

namespace misfire {
namespace {

using nlohmann::json;

std::optional<Instant> instant(const std::optional<std::int64_t>& offset) {
  return offset ? std::optional(at(*offset)) : std::nullopt;
}

YamlTree parsed(const std::string& text) {
  auto tree = parse_yaml(text, "alertmanager.yml");
  if (!tree) throw std::runtime_error(to_string(tree.error()) + "\n" + text);
  return std::move(*tree);
}

json to_json(const RoutingCase::Alert& alert) {
  json one = {{"labels", alert.labels}};
  if (alert.starts) one["starts"] = *alert.starts;
  if (alert.ends) one["ends"] = *alert.ends;
  return one;
}

/// In milliseconds, in the order of the struct.
json to_json(const Chores& chores) {
  json all = json::array();
  for (const Duration d :
       {chores.started, chores.every, chores.tidy_groups, chores.tidy_log, chores.tidy_alerts}) {
    all.push_back(d / ms(1));
  }
  return all;
}
Chores chores_of(const json& all) {
  return {ms(all[0]), ms(all[1]), ms(all[2]), ms(all[3]), ms(all[4])};
}

std::optional<std::int64_t> offset_in(const json& alert, const char* key) {
  return alert.contains(key) ? std::optional(alert[key].get<std::int64_t>()) : std::nullopt;
}

void append(YamlTree& to, const char* key, const YamlTree& from) {
  const YamlTree* list = from.find(key);
  if (list == nullptr) return;
  if (to.find(key) == nullptr) to.set(key, YamlTree::sequence());
  for (const YamlTree& item : list->items) to.find(key)->items.push_back(item);
}

}  // namespace

Routing routing_of(const std::string& alertmanager_yml) {
  auto routing = read_routing(parsed(alertmanager_yml), scenario_instant("Tue 14:00 UTC").value());
  if (!routing) throw std::runtime_error(to_string(routing.error().front()) + alertmanager_yml);
  return std::move(*routing);
}

AlertmanagerOptions options_of(const Chores& chores, Instant start) {
  AlertmanagerOptions options;
  options.started = start + chores.started;
  options.tidy_groups = chores.tidy_groups;
  options.tidy_log = chores.tidy_log;
  options.tidy_alerts = chores.tidy_alerts;
  return options;
}

Notifications simulate_case(const RoutingCase& one, const Routing& routing, Duration tolerance) {
  AlertmanagerOptions options = options_of(one.chores, kStart);
  options.until = at(one.until);
  options.tolerance = tolerance;
  std::vector<Sending> sendings;
  for (const RoutingCase::Post& post : one.posts) {
    Sending sending{at(post.at), {}};
    for (const RoutingCase::Alert& alert : post.alerts) {
      sending.alerts.push_back({alert.labels, {}, instant(alert.starts), instant(alert.ends)});
    }
    sendings.push_back(std::move(sending));
  }
  return simulate_alertmanager(routing, sendings, options);
}

std::string to_text(const RoutingCase& one) {
  json posts = json::array();
  for (const RoutingCase::Post& post : one.posts) {
    json alerts = json::array();
    for (const RoutingCase::Alert& alert : post.alerts) alerts.push_back(to_json(alert));
    posts.push_back({{"at", post.at}, {"alerts", alerts}});
  }
  return json{{"seed", one.seed},
              {"label", one.label},
              {"until", one.until},
              {"posts", posts},
              {"chores", to_json(one.chores)},
              {"scale", one.scale},
              {"alertmanager", one.alertmanager}}
      .dump(1);
}

RoutingCase case_from_text(const std::string& text) {
  const json all = json::parse(text);
  RoutingCase one{all["seed"], all["label"], all["alertmanager"],
                  {},          all["until"], chores_of(all["chores"]),
                  all["scale"]};
  for (const json& post : all["posts"]) {
    one.posts.push_back({post["at"], {}});
    for (const json& alert : post["alerts"]) {
      one.posts.back().alerts.push_back(
          {alert["labels"].get<Labels>(), offset_in(alert, "starts"), offset_in(alert, "ends")});
    }
  }
  return one;
}

std::string merged(const std::vector<RoutingCase>& cases) {
  YamlTree all = YamlTree::map();
  all.set("global", *parsed(cases.front().alertmanager).find("global"));
  all.set("receivers", YamlTree::sequence({YamlTree::map({{"name", YamlTree::string("nobody")}})}));
  std::vector<YamlTree> branches;
  for (const RoutingCase& one : cases) {
    const YamlTree tree = parsed(one.alertmanager);
    for (const char* key : {"receivers", "inhibit_rules", "time_intervals"}) append(all, key, tree);
    YamlTree branch = *tree.find("route");
    branch.set("matchers", YamlTree::sequence({YamlTree::string("case=\"" + one.label + "\"")}));
    branches.push_back(std::move(branch));
  }
  all.set("route", YamlTree::map({{"receiver", YamlTree::string("nobody")},
                                  {"routes", YamlTree::sequence(std::move(branches))}}));
  return emit_yaml(all);
}

}  // namespace misfire
