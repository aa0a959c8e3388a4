#include "judge/rule_budget.hpp"

#include <algorithm>

#include "plan/routes.hpp"

namespace misfire {

ModelDuration RuleBudget::worst_case() const {
  return group_mates.empty() ? budget.to_notify().latest : budget.latest();
}

RuleBudget rule_budget(const MonitoringFacts& facts, const AlertRule& rule,
                       const BudgetHints& hints, const MayBegin& may_begin) {
  RuleBudget out{&rule, budget_of(facts, rule, hints), {}};
  const auto routes = routes_to(hints.receivers, routes_of(facts, rule));
  for (const AlertRule& other : facts.rules) {
    if (!may_begin(other)) continue;
    const auto others = routes_of(facts, other);
    // Where the routing tree is not known, anybody may be in any group.
    const bool meets =
        routes.empty() || std::any_of(routes.begin(), routes.end(), [&](const Route* route) {
          return std::find(others.begin(), others.end(), route) != others.end() &&
                 may_share_group(facts, *route, rule, other);
        });
    auto& names = out.group_mates;
    if (meets && std::find(names.begin(), names.end(), other.name) == names.end()) {
      names.push_back(other.name);
    }
  }
  return out;
}

}  // namespace misfire
