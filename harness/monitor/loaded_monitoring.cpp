#include "monitor/loaded_monitoring.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/duration.hpp"
#include "monitor/prometheus_answer.hpp"
#include "monitor/route_matchers.hpp"
#include "scenario/matcher.hpp"

namespace misfire {
namespace {

using nlohmann::json;

void sort_all(LoadedAlerts& alerts) {
  for (auto& [name, same] : alerts) std::sort(same.begin(), same.end());
}

std::string in_milliseconds(const std::string& text) {
  const auto duration = parse_duration(text);
  return duration ? fmt::format("{} ms", duration->value.count()) : text;
}

/// What a node says itself, or has from above.
struct Inherited {
  std::string receiver;
  std::vector<std::string> group_by;
  std::string wait, interval, repeat;
};

void flatten(const YamlTree& node, Inherited known, int depth, LoadedRouting& out) {
  known.receiver = node.get("receiver", known.receiver);
  if (const YamlTree* labels = node.find("group_by"); labels != nullptr && !labels->items.empty()) {
    known.group_by.clear();
    for (const YamlTree& label : labels->items) known.group_by.push_back(label.text);
  }
  for (const auto& [key, time] : {std::pair("group_wait", &known.wait),
                                  {"group_interval", &known.interval},
                                  {"repeat_interval", &known.repeat}}) {
    if (node.find(key) != nullptr) *time = in_milliseconds(node.get(key));
  }
  std::vector<std::string> matchers;
  for (const Matcher& matcher : matchers_of_route(node).matchers) {
    matchers.push_back(to_string(matcher));
  }
  std::sort(matchers.begin(), matchers.end());
  const std::string more = node.get("continue", "false");
  out.push_back(fmt::format("{}{} [{}] by [{}] wait {} interval {} repeat {} continue {}",
                            std::string(static_cast<std::size_t>(2 * depth), ' '), known.receiver,
                            fmt::join(matchers, ", "), fmt::join(known.group_by, ", "), known.wait,
                            known.interval, known.repeat, more));
  const YamlTree* children = node.find("routes");
  for (const YamlTree& child : (children != nullptr ? *children : YamlTree()).items) {
    flatten(child, known, depth + 1, out);
  }
}

Result<LoadedRouting> routing_of(const std::string& yaml, const std::string& whose) {
  const auto tree = parse_yaml(yaml, whose);
  if (!tree) return tl::unexpected(tree.error());
  const YamlTree* root = tree->find("route");
  if (root == nullptr) return environment_error(fmt::format("{} has no route", whose));
  LoadedRouting out;
  flatten(*root, {}, 0, out);
  return out;
}

}  // namespace

Result<LoadedAlerts> loaded_alerts(const Endpoint& prometheus, Duration limit) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/rules?type=alert", limit);
  if (!answer) return tl::unexpected(answer.error());
  return alerts_in(*answer);
}

LoadedAlerts rendered_alerts(const FileSet& files) {
  LoadedAlerts out;
  for (const auto& [name, bytes] : files) {
    const auto tree = parse_yaml(bytes, name);
    const YamlTree* groups = tree ? tree->find("groups") : nullptr;
    for (const YamlTree& group : (groups != nullptr ? *groups : YamlTree()).items) {
      const YamlTree* rules = group.find("rules");
      for (const YamlTree& rule : (rules != nullptr ? *rules : YamlTree()).items) {
        if (rule.get("alert").empty()) continue;
        LoadedAlert alert;
        alert.expression = rule.get("expr");
        alert.hold_s = parse_duration(rule.get("for", "0")).value_or(ModelDuration{}).seconds();
        const YamlTree* labels = rule.find("labels");
        for (const auto& [key, value] : (labels != nullptr ? *labels : YamlTree()).entries) {
          alert.labels[key] = value.text;
        }
        out[rule.get("alert")].push_back(std::move(alert));
      }
    }
  }
  sort_all(out);
  return out;
}

Result<std::string> formatted(const Endpoint& prometheus, const std::string& expression,
                              Duration limit) {
  const auto answer =
      ask_prometheus(prometheus, "/api/v1/format_query?query=" + url_encode(expression), limit);
  if (!answer) return tl::unexpected(answer.error());
  return text_in(*answer);
}

Result<LoadedRouting> loaded_routing(const Endpoint& alertmanager, Duration limit) {
  const auto answer = http(alertmanager, {"GET", "/api/v2/status"}, limit);
  if (!answer) return tl::unexpected(answer.error());
  const auto status = json::parse(answer->body, nullptr, false);
  const auto at = json::json_pointer("/config/original");
  if (!status.is_object() || !status.contains(at) || !status.at(at).is_string()) {
    return environment_error("Alertmanager's status does not tell its configuration");
  }
  return routing_of(status.at(at).get<std::string>(), "Alertmanager's configuration");
}

Result<LoadedRouting> rendered_routing(const std::string& yaml) {
  return routing_of(yaml, "alertmanager.yml");
}

Result<std::size_t> targets_of_job(const Endpoint& prometheus, const std::string& job,
                                   Duration limit) {
  const auto answer = ask_prometheus(prometheus, "/api/v1/targets?state=active", limit);
  if (!answer) return tl::unexpected(answer.error());
  const auto targets = scrape_targets(*answer);
  if (!targets) return tl::unexpected(targets.error());
  return static_cast<std::size_t>(
      std::count_if(targets->begin(), targets->end(),
                    [&](const ScrapeTarget& target) { return target.name.first == job; }));
}

}  // namespace misfire
