// The latency budget of a rule, and who may have begun the group of its alerts before it. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plan/budget.hpp"

namespace misfire {

/// A rule that an expectation speaks of. It points into the plan.
struct RuleBudget {
  const AlertRule* rule = nullptr;
  Budget budget;
  std::vector<std::string> group_mates;  ///< rules whose alerts may begin its group before it

  /// When its first notification comes at the latest: a group that nobody else can have begun is
  /// new.
  ModelDuration worst_case() const;
};

using MayBegin = std::function<bool(const AlertRule& mate)>;

/// `may_begin`: whether alerts of that rule, which may be `rule` itself, count as having begun a
/// group before the notification that is asked about.
RuleBudget rule_budget(const MonitoringFacts&, const AlertRule&, const BudgetHints&,
                       const MayBegin& may_begin);

}  // namespace misfire
