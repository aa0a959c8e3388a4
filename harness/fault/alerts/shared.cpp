#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "fault/alerts/alerts.hpp"
#include "monitor/route_matchers.hpp"

namespace misfire {
namespace {

ParamSpec text(const char* name, const char* about) {
  ParamSpec param;
  param.name = name;
  param.type = ParamType::text;
  param.about = about;
  return param;
}

Labels labels_of(const AlertTree& alert) {
  Labels labels{{"alertname", alert.name}};
  const YamlTree* written = alert.rule->find("labels");
  for (const auto& [name, value] : (written != nullptr ? *written : YamlTree()).entries) {
    labels[name] = value.text;
  }
  return labels;
}

Result<std::vector<AlertTree>> of_component(std::vector<AlertTree> all,
                                            const MonitoringTrees& trees,
                                            const std::string& component) {
  MonitoringFacts facts;
  facts.components = trees.components;
  std::vector<AlertTree> found;
  std::vector<std::string> known;
  for (const AlertTree& alert : all) {
    const std::string blames = component_of(facts, labels_of(alert));
    if (blames == component) found.push_back(alert);
    if (!blames.empty() && std::find(known.begin(), known.end(), blames) == known.end()) {
      known.push_back(blames);
    }
  }
  if (!found.empty()) return found;
  return usage_error(fmt::format("parameter \"component\": no alert blames \"{}\"", component),
                     suggestion(component, known));
}

bool takes(const YamlTree& route, const Labels& labels) {
  const RouteMatchers asked = matchers_of_route(route);
  return std::all_of(asked.matchers.begin(), asked.matchers.end(),
                     [&](const Matcher& matcher) { return matcher.matches(labels); });
}

/// The first child that takes these labels for good, as Alertmanager asks them; one that lets them
/// go on only where none does.
YamlTree* taken_by(YamlTree& node, const Labels& labels, YamlTree* here) {
  YamlTree* children = node.find("routes");
  if (children == nullptr) return here;
  YamlTree* passing = nullptr;
  for (YamlTree& child : children->items) {
    if (!child.is_map() || !takes(child, labels)) continue;
    if (child.get("continue", "false") == "false") return taken_by(child, labels, &child);
    if (passing == nullptr) passing = &child;
  }
  return passing != nullptr ? taken_by(*passing, labels, passing) : here;
}

}  // namespace

bool fits_name(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (name.substr(0, star) != pattern.substr(0, star)) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t from = star; from <= name.size(); ++from) {
    if (fits_name(rest, name.substr(from))) return true;
  }
  return false;
}

std::vector<ParamSpec> alert_params() {
  return {text("alert", "the alert's name; * stands for any letters. Either this or component"),
          text("component",
               "all alerts that blame this, as load-balancer: for systems that name "
               "their alerts otherwise")};
}

std::string text_or(const Args& args, const std::string& param, const std::string& otherwise) {
  const auto found = args.find(param);
  return found == args.end() ? otherwise : std::get<std::string>(found->second);
}

Result<std::vector<AlertTree>> alerts_named(MonitoringTrees& trees, const Args& args) {
  const std::string name = text_or(args, "alert"), component = text_or(args, "component");
  if (name.empty() == component.empty()) {
    return usage_error(name.empty()
                           ? "neither \"alert\" nor \"component\" says which alert is meant"
                           : "both \"alert\" and \"component\" say which alert is meant",
                       "write params = { alert = \"NAME\" } or { component = \"NAME\" }");
  }
  std::vector<AlertTree> all = alerts_of(trees);
  if (!component.empty()) return of_component(std::move(all), trees, component);
  std::vector<AlertTree> found;
  std::vector<std::string> known;
  for (const AlertTree& alert : all) {
    if (fits_name(name, alert.name)) found.push_back(alert);
    known.push_back(alert.name);
  }
  if (!found.empty()) return found;
  return usage_error(fmt::format("parameter \"alert\": no rule makes an alert \"{}\"", name),
                     suggestion(name, known));
}

Result<void> edit_expressions(
    MonitoringTrees& trees, const Args& args, const std::string& why,
    const std::function<std::optional<std::string>(const std::string& expression)>& change) {
  const auto alerts = alerts_named(trees, args);
  if (!alerts) return tl::unexpected(alerts.error());
  bool any = false;
  for (const AlertTree& alert : *alerts) {
    YamlTree* expression = alert.rule->find("expr");
    if (expression == nullptr || !expression->is_scalar()) continue;
    const auto changed = change(expression->text);
    if (!changed || *changed == expression->text) continue;
    any = true;
    expression->text = *changed;
  }
  if (any) return {};
  return usage_error(fmt::format("there is nothing to change in {}: {}", alerts->front().name, why),
                     "name another alert");
}

YamlTree* route_of(MonitoringTrees& trees, const AlertTree& alert) {
  YamlTree* root = trees.alertmanager.find("route");
  return root == nullptr ? nullptr : taken_by(*root, labels_of(alert), nullptr);
}

}  // namespace misfire
