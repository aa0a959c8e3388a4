#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/duration.hpp"
#include "base/nearest.hpp"
#include "monitor/mute_times.hpp"
#include "monitor/prometheus_jobs.hpp"
#include "monitor/route_matchers.hpp"
#include "monitor/sink/route.hpp"
#include "replay/routing.hpp"

namespace misfire {
namespace {

/// Integrations that tell of resolved alerts only when told to (Alertmanager, config/notifiers.go).
const std::set<std::string> kSilentAboutTheEnd = {"email", "slack", "wechat", "rocketchat"};

/// Instants and durations have 64 bits of nanoseconds: a moment from now must be one.
constexpr auto kLongest = std::chrono::years(200);

/// As YAML 1.1 has them.
bool is_true(const std::string& text, bool otherwise) {
  static const std::set<std::string> yes = {"true", "True", "TRUE", "yes", "Yes", "YES",
                                            "on",   "On",   "ON",   "y",   "Y"};
  return text.empty() ? otherwise : yes.contains(text);
}

/// "/notify/…?observer=1" of "http://127.0.0.1:9094/notify/…?observer=1".
std::string_view target_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == url.npos) return {};
  url.remove_prefix(scheme + 3);
  const auto path = url.find('/');
  return path == url.npos ? std::string_view() : url.substr(path);
}

ReplayIntegration integration_of(const std::string& receiver, const std::string& type, int index,
                                 const YamlTree& config) {
  ReplayIntegration one{
      type, index, is_true(config.get("send_resolved"), !kSilentAboutTheEnd.contains(type)), false};
  // Where a webhook stands in for another integration, the sink knows it by that one's name.
  const SinkRoute sink = sink_route("POST", target_of(config.get("url")));
  if (type == "webhook" && sink.kind == SinkRoute::Kind::notify && sink.receiver == receiver) {
    one.type = sink.integration;
    one.index = sink.index;
    one.observer = sink.observer;
  }
  return one;
}

YamlTree without_children(const YamlTree& route) {
  YamlTree copy;
  copy.kind = route.kind;
  copy.file = route.file;
  copy.line = route.line;
  copy.column = route.column;
  for (const auto& entry : route.entries) {
    if (entry.first != "routes") copy.entries.push_back(entry);
  }
  return copy;
}

class RoutingReader {
 public:
  RoutingReader(const YamlTree& tree, std::chrono::sys_seconds at) : tree_(tree), at_(at) {}

  Checked<Routing> read() {
    if (const YamlTree* global = tree_.find("global")) {
      out_.resolve_timeout = duration(*global, "resolve_timeout", out_.resolve_timeout);
    }
    receivers();
    time_intervals("mute_time_intervals");
    time_intervals("time_intervals");
    if (const YamlTree* rules = tree_.find("inhibit_rules")) {
      for (const YamlTree& rule : rules->items) inhibit_rule(rule);
    }
    root();
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return std::move(out_);
  }

 private:
  void mistake(std::string message, Position where, std::string hint = {}) {
    errors_.push_back({ErrorCode::usage, std::move(message), std::move(hint), std::move(where)});
  }

  Duration duration(const YamlTree& in, const char* key, Duration otherwise) {
    if (in.find(key) == nullptr) return otherwise;
    const auto read = duration_at(in, key, {}, errors_).value;
    if (read <= kLongest) return read;
    mistake(fmt::format("{} is too long", key), in.find(key)->where(), "at most 200y");
    return otherwise;
  }

  void receivers() {
    const YamlTree* list = tree_.find("receivers");
    if (list == nullptr) return;
    for (const YamlTree& receiver : list->items) {
      auto& integrations = out_.receivers[receiver.get("name")];
      names_.push_back(receiver.get("name"));
      for (const auto& [key, configs] : receiver.entries) {
        if (!key.ends_with("_configs")) continue;
        for (std::size_t i = 0; i < configs.items.size(); ++i) {
          integrations.push_back(integration_of(receiver.get("name"), key.substr(0, key.size() - 8),
                                                static_cast<int>(i), configs.items[i]));
        }
      }
    }
  }

  void time_intervals(const char* key) {
    const YamlTree* list = tree_.find(key);
    if (list == nullptr) return;
    for (const YamlTree& named : list->items) {
      bool& holds = intervals_[named.get("name")];
      const YamlTree* intervals = named.find("time_intervals");
      if (intervals == nullptr) continue;
      const auto ruling = rule_interval(*intervals, at_);
      if (ruling) {
        holds = ruling->holds;
      } else {
        errors_.insert(errors_.end(), ruling.error().begin(), ruling.error().end());
      }
    }
  }

  /// Whether any of the intervals that a route names holds.
  bool any_holds(const YamlTree& names) {
    bool any = false;
    for (const YamlTree& name : names.items) {
      const auto found = intervals_.find(name.text);
      if (found == intervals_.end()) {
        mistake(fmt::format("the time interval \"{}\" is not defined", name.text), name.where());
      } else {
        any = any || found->second;
      }
    }
    return any;
  }

  std::vector<Matcher> matchers(YamlTree node) {
    // Alertmanager anchors the patterns of the older form, and its keys of routes show it.
    if (YamlTree* patterns = node.find("match_re")) {
      for (auto& [label, pattern] : patterns->entries) pattern.text = "^(?:" + pattern.text + ")$";
    }
    RouteMatchers read = matchers_of_route(node);
    errors_.insert(errors_.end(), read.mistakes.begin(), read.mistakes.end());
    return std::move(read.matchers);
  }

  /// An inhibition rule has the three forms of a route's matchers under names of its own.
  std::vector<Matcher> side(const YamlTree& rule, const std::string& name) {
    YamlTree node = YamlTree::map();
    node.file = rule.file;
    node.line = rule.line;
    node.column = rule.column;
    for (const char* form : {"matchers", "match", "match_re"}) {
      if (const YamlTree* found = rule.find(name + "_" + form)) node.set(form, *found);
    }
    return matchers(node);
  }

  void inhibit_rule(const YamlTree& rule) {
    InhibitRule read{side(rule, "source"), side(rule, "target"), {}};
    if (const YamlTree* equal = rule.find("equal")) {
      for (const YamlTree& label : equal->items) read.equal.push_back(label.text);
    }
    out_.inhibit_rules.push_back(std::move(read));
  }

  void root() {
    const YamlTree* node = tree_.find("route");
    if (node == nullptr || !node->is_map()) {
      mistake("there is no `route`: Alertmanager needs the root of a routing tree", tree_.where(),
              "route: { receiver: … }");
      return;
    }
    out_.root = route(*node, RoutingNode{});
    if (out_.root.receiver.empty()) {
      mistake("the root of the routing tree needs a receiver", node->where());
    }
    if (!out_.root.matchers.empty()) {
      mistake("the root of the routing tree takes every alert: it has no matchers", node->where());
    }
  }

  /// `inherited` is the parent, without what is not inherited.
  RoutingNode route(const YamlTree& tree, RoutingNode node) {
    if (const std::string receiver = tree.get("receiver"); !receiver.empty()) {
      node.receiver = receiver;
      if (!out_.receivers.contains(receiver)) {
        mistake(
            fmt::format("the route's receiver \"{}\" is not defined under `receivers`", receiver),
            tree.find("receiver")->where(), suggestion(receiver, names_));
      }
    }
    if (const YamlTree* labels = tree.find("group_by")) group_by(*labels, node);
    node.group_wait = duration(tree, "group_wait", node.group_wait);
    node.group_interval = positive(tree, "group_interval", node.group_interval);
    node.repeat_interval = positive(tree, "repeat_interval", node.repeat_interval);
    node.matchers = matchers(without_children(tree));
    node.goes_on = is_true(tree.get("continue"), false);
    const YamlTree* mute = tree.find("mute_time_intervals");
    const YamlTree* active = tree.find("active_time_intervals");
    node.muted = mute != nullptr && any_holds(*mute);
    if (active != nullptr && !active->items.empty() && !any_holds(*active)) node.muted = true;

    std::vector<RoutingNode> children;
    if (const YamlTree* list = tree.find("routes")) {
      for (const YamlTree& child : list->items) children.push_back(route(child, node));
    }
    node.routes = std::move(children);
    return node;
  }

  Duration positive(const YamlTree& tree, const char* key, Duration otherwise) {
    const Duration read = duration(tree, key, otherwise);
    if (read.count() != 0) return read;
    if (parse_duration(tree.get(key))) {  // what is no duration was told
      mistake(fmt::format("{} cannot be zero", key), tree.find(key)->where());
    }
    return otherwise;
  }

  /// An empty list counts as none (until 0.30).
  static void group_by(const YamlTree& labels, RoutingNode& node) {
    if (labels.items.empty()) return;
    node.group_by_all = labels.items.front().text == "...";
    node.group_by.clear();
    if (node.group_by_all) return;
    for (const YamlTree& label : labels.items) node.group_by.push_back(label.text);
  }

  const YamlTree& tree_;
  std::chrono::sys_seconds at_;
  Routing out_;
  std::vector<std::string> names_;
  std::map<std::string, bool> intervals_;  ///< does it hold?
  Errors errors_;
};

}  // namespace

Checked<Routing> read_routing(const YamlTree& tree, std::chrono::sys_seconds at) {
  return RoutingReader(tree, at).read();
}

}  // namespace misfire
