#include "init/people.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <set>

#include "base/lower_case.hpp"
#include "init/pools.hpp"
#include "monitor/route_matchers.hpp"
#include "plan/routes.hpp"

namespace misfire {
namespace {

using Names = std::vector<std::string>;

const Names kUrgency = {"severity", "priority", "urgency", "level", "importance", "page"};
const Names kWaking = {"page",   "critical", "crit", "high", "emergency", "urgent",
                       "sev1",   "sev-1",    "p1",   "P1",   "fatal",     "disaster",
                       "paging", "true",     "SEV1", "1"};
const Names kOwners = {"team", "squad", "owner", "service_team", "owning_team"};

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add_once(Names& names, const std::string& name) {
  if (!contains(names, name)) names.push_back(name);
}

/// `a|b|c` of a matcher by =~, as far as it is a list of words.
Names values_of(const Matcher& matcher) {
  if (matcher.op == Matcher::Op::equal) return {matcher.value};
  if (matcher.op != Matcher::Op::match) return {};
  std::string text = matcher.value;
  if (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
  Names values;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    const std::string value = text.substr(begin, end - begin);
    if (value.empty() || value.find_first_of(".*+?()[]\\^$") != value.npos) return {};
    values.push_back(value);
    begin = end + 1;
  }
  return values;
}

/// A node of the routing tree with all that leads to it.
struct Node {
  std::string receiver;
  std::vector<Matcher> path;  ///< its own matchers and those above it
  bool root = false;
};

class Reader {
 public:
  Reader(const YamlTree& alertmanager, const std::vector<AlertRule>& rules) : rules_(rules) {
    if (const YamlTree* receivers = alertmanager.find("receivers")) {
      for (const YamlTree& receiver : receivers->items) read_receiver(receiver);
    }
    if (const YamlTree* route = alertmanager.find("route")) {
      walk(*route, {"", {}, true}, 0);
    }
  }

  PeopleGuess guess() {
    always_firing();
    pages();
    teams();
    symptom();
    return std::move(out_);
  }

 private:
  void read_receiver(const YamlTree& receiver) {
    const std::string name = receiver.get("name");
    for (const auto& [key, value] : receiver.entries) {
      if (!key.ends_with("_configs") || value.items.empty()) continue;
      reaches_.insert(name);
      for (const char* pager : {"pagerduty", "opsgenie", "victorops", "pushover", "sns"}) {
        if (key.starts_with(pager)) wakes_.insert(name);
      }
    }
  }

  void walk(const YamlTree& route, Node node, int depth) {
    node.receiver = route.get("receiver", node.receiver);
    const RouteMatchers own = matchers_of_route(route);
    node.path.insert(node.path.end(), own.matchers.begin(), own.matchers.end());
    nodes_.push_back(node);
    Route planned;
    planned.depth = depth;
    planned.receiver = node.receiver;
    planned.matchers = own.matchers;
    planned.readable = own.readable;
    planned.goes_on = route.get("continue") == "true";
    facts_.routes.push_back(std::move(planned));
    node.root = false;
    const YamlTree* routes = route.find("routes");
    if (routes == nullptr) return;
    for (const YamlTree& child : routes->items) walk(child, node, depth + 1);
  }

  void always_firing() {
    for (const AlertRule& rule : rules_) {
      std::string expr = rule.expr;
      expr.erase(std::remove_if(expr.begin(), expr.end(),
                                [](unsigned char c) { return std::isspace(c) != 0; }),
                 expr.end());
      if (expr == "vector(1)") add_once(out_.ignore, rule.name);
    }
  }

  bool pages_somebody(const std::string& receiver) const {
    const std::string name = lower_case(receiver);
    for (const char* word : {"oncall", "on-call", "on_call", "pager", "page", "urgent"}) {
      if (name.find(word) != name.npos) return true;
    }
    return wakes_.contains(receiver);
  }

  void pages() {
    for (const Node& node : nodes_) {
      if (!pages_somebody(node.receiver)) continue;
      for (const Matcher& matcher : node.path) {
        if (!contains(kUrgency, matcher.label)) continue;
        for (const std::string& value : values_of(matcher)) {
          add_once(out_.pages[matcher.label], value);
        }
      }
    }
    out_.why_pages = "their routes lead to receivers that wake people";
    if (!out_.pages.empty()) return;
    for (const AlertRule& rule : rules_) {
      for (const std::string& label : kUrgency) {
        const auto value = rule.labels.find(label);
        if (value != rule.labels.end() && contains(kWaking, value->second)) {
          add_once(out_.pages[label], value->second);
        }
      }
    }
    out_.why_pages = "no route tells by urgency; the rules have these values";
    if (!out_.pages.empty()) return;
    out_.pages["severity"] = {"critical", "page"};
    out_.why_pages = "neither routes nor rules tell what is urgent: these are usual";
  }

  void teams() {
    for (const Node& node : nodes_) {
      for (const Matcher& matcher : node.path) {
        if (!contains(kOwners, matcher.label) || !reaches_.contains(node.receiver)) continue;
        for (const std::string& team : values_of(matcher)) {
          add_once(out_.teams[team], node.receiver);
        }
      }
    }
    out_.why_teams = "the routes tell them by a label";
    for (auto& [team, receivers] : out_.teams) {
      // Where a team can be woken, its tickets and chats are not what is waited for.
      const auto wakes = [&](const std::string& receiver) { return pages_somebody(receiver); };
      if (std::none_of(receivers.begin(), receivers.end(), wakes)) continue;
      receivers.erase(std::remove_if(receivers.begin(), receivers.end(), std::not_fn(wakes)),
                      receivers.end());
    }
    if (!out_.teams.empty()) return;
    const bool pagers = std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
      return pages_somebody(node.receiver);
    });
    for (const Node& node : nodes_) {
      if (!reaches_.contains(node.receiver)) continue;
      if (pagers && !pages_somebody(node.receiver)) continue;
      add_once(out_.teams[team_of_receiver(node.receiver)], node.receiver);
    }
    out_.why_teams = "they are called as their receivers are";
  }

  /// How much a rule is about logins that fail.
  static int closeness(const AlertRule& rule) {
    int score = 0;
    if (speaks_of_login(rule.name) || speaks_of_login(rule.expr)) score += 2;
    const std::string all = lower_case(rule.name + " " + rule.expr);
    for (const char* word : {"error", "fail", "5xx", "5..", "success", "avail", "burn", "slo"}) {
      if (all.find(word) != all.npos) ++score;
    }
    const bool users = rule.expr.find("rate(") != std::string::npos ||
                       rule.expr.find("increase(") != std::string::npos;
    return score == 0 ? 0 : score + (users ? 2 : 0);
  }

  void symptom() {
    facts_.pages = out_.pages;
    facts_.ignore = out_.ignore;
    facts_.teams = out_.teams;
    const AlertRule* best = nullptr;
    int highest = 0;
    for (const AlertRule& rule : rules_) {
      Labels labels = rule.labels;
      labels["alertname"] = rule.name;
      if (!is_page(facts_, labels) || is_ignored(facts_, labels)) continue;
      int score = closeness(rule);
      if (score > 0 && component_of(facts_, labels).empty()) score += 10;
      if (score <= highest) continue;
      highest = score;
      best = &rule;
    }
    if (best == nullptr) {
      if (!out_.teams.empty()) out_.symptom_team = likeliest_team();
      return;
    }
    out_.symptom_rule = best->name;
    out_.symptom_has_component = !component_of(facts_, best->labels).empty();
    for (const Route* route : routes_of(facts_, *best)) {
      const std::string team = team_of(facts_, route->receiver);
      if (!team.empty() && out_.symptom_team.empty()) out_.symptom_team = team;
    }
    if (out_.symptom_team.empty()) out_.symptom_team = likeliest_team();
  }

  std::string likeliest_team() const {
    for (const auto& [team, receivers] : out_.teams) {
      if (speaks_of_login(team)) return team;
    }
    return out_.teams.empty() ? "" : out_.teams.begin()->first;
  }

  const std::vector<AlertRule>& rules_;
  std::set<std::string> reaches_, wakes_;  ///< receivers that reach anybody, and that wake him
  std::vector<Node> nodes_;
  MonitoringFacts facts_;
  PeopleGuess out_;
};

}  // namespace

std::string team_of_receiver(const std::string& receiver) {
  std::string team = receiver;
  for (bool shorter = true; shorter;) {
    shorter = false;
    const std::string lower = lower_case(team);
    for (const char* word :
         {"oncall", "on-call", "on_call", "pagerduty", "opsgenie", "victorops", "slack", "pager",
          "page", "team", "email", "mail", "critical", "alerts", "receiver", "webhook"}) {
      const std::string part = word;
      for (const char* sign : {"-", "_", ".", " ", "/"}) {
        if (lower.ends_with(sign + part) && lower.size() > part.size() + 1) {
          team.resize(team.size() - part.size() - 1);
          shorter = true;
        } else if (lower.starts_with(part + sign) && lower.size() > part.size() + 1) {
          team.erase(0, part.size() + 1);
          shorter = true;
        }
        if (shorter) break;
      }
      if (shorter) break;
    }
  }
  return team;
}

PeopleGuess guess_people(const YamlTree& alertmanager, const std::vector<AlertRule>& rules) {
  return Reader(alertmanager, rules).guess();
}

}  // namespace misfire
