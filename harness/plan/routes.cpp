#include "plan/routes.hpp"

#include <algorithm>
#include <optional>

namespace misfire {
namespace {

constexpr int kDeepest = 100;  // as deep as the YAML reader goes; plan.json may say anything

bool leads_to(const Route& route, const std::vector<std::string>& receivers) {
  return std::find(receivers.begin(), receivers.end(), route.receiver) != receivers.end();
}

enum class Match { no, maybe, yes };

/// A label of a rule's alerts as far as the rule tells: nothing when only the series do.
std::optional<std::string> known_label(const MonitoringFacts& facts, const AlertRule& rule,
                                       const std::string& name) {
  if (facts.alerts_relabelled) return {};
  if (name == "alertname") return rule.name;
  const auto found = rule.labels.find(name);
  if (found == rule.labels.end() || found->second.find("{{") != std::string::npos) return {};
  return found->second;
}

class Tree {
 public:
  Tree(const MonitoringFacts& facts, const AlertRule& rule)
      : facts_(facts), rule_(rule), routes_(facts.routes) {}

  std::vector<const Route*> ends() {
    if (!routes_.empty()) walk(0);
    return std::move(ends_);
  }

  bool sure() {
    if (!routes_.empty()) walk(0);
    return sure_;
  }

 private:
  Match match(const Route& route) const {
    Match all = route.readable ? Match::yes : Match::maybe;
    for (const Matcher& matcher : route.matchers) {
      const auto value = known_label(facts_, rule_, matcher.label);
      if (!value) {
        all = Match::maybe;
      } else if (!matcher.matches({{matcher.label, *value}})) {
        return Match::no;
      }
    }
    return all;
  }

  /// As Alertmanager's dispatcher does: the first child that matches takes the alert, and further
  /// ones only if it goes on; the node itself is where it ends if none does.
  void walk(std::size_t node) {
    bool taken = false;
    const int depth = routes_[node].depth;
    const bool sound = depth >= 0 && depth < kDeepest;
    for (std::size_t i = node + 1; sound && i < routes_.size() && routes_[i].depth > depth; ++i) {
      if (routes_[i].depth != depth + 1) continue;
      const Match matched = match(routes_[i]);
      if (matched == Match::no) continue;
      if (matched == Match::maybe) sure_ = false;
      walk(i);
      if (matched == Match::maybe) continue;
      taken = true;
      if (!routes_[i].goes_on) break;
    }
    if (!taken) ends_.push_back(&routes_[node]);
  }

  const MonitoringFacts& facts_;
  const AlertRule& rule_;
  const std::vector<Route>& routes_;
  std::vector<const Route*> ends_;
  bool sure_ = true;
};

}  // namespace

std::vector<const Route*> routes_of(const MonitoringFacts& facts, const AlertRule& rule) {
  return Tree(facts, rule).ends();
}

bool ends_at_all(const MonitoringFacts& facts, const AlertRule& rule) {
  return Tree(facts, rule).sure();
}

bool reach(const std::vector<const Route*>& routes, const std::vector<std::string>& receivers) {
  return std::any_of(routes.begin(), routes.end(),
                     [&](const Route* route) { return leads_to(*route, receivers); });
}

std::vector<const Route*> routes_to(const std::vector<std::string>& receivers,
                                    const std::vector<const Route*>& routes) {
  std::vector<const Route*> some;
  std::copy_if(routes.begin(), routes.end(), std::back_inserter(some),
               [&](const Route* route) { return leads_to(*route, receivers); });
  return some.empty() ? routes : some;
}

bool may_share_group(const MonitoringFacts& facts, const Route& route, const AlertRule& a,
                     const AlertRule& b) {
  return std::all_of(route.group_by.begin(), route.group_by.end(), [&](const std::string& name) {
    const auto left = known_label(facts, a, name == "..." ? "alertname" : name);
    const auto right = known_label(facts, b, name == "..." ? "alertname" : name);
    return !left || !right || *left == *right;
  });
}

}  // namespace misfire
