// What the configuration alone says about a scenario's expectations: the latency budgets of the
// rules that each speaks of, and where it cannot be guaranteed. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/judgement.hpp"
#include "plan/budget.hpp"

namespace misfire {

/// A rule that an expectation speaks of. It points into the plan.
struct RuleBudget {
  const AlertRule* rule = nullptr;
  Budget budget;
  std::vector<std::string> group_mates;  ///< other rules whose alerts may begin its group before it

  /// When its first notification comes at the latest: a group that nobody else can have begun is
  /// new.
  ModelDuration worst_case() const;
};

struct Guarantee {
  std::string kind;               ///< alert, blame or quiet
  std::string text;               ///< the claim
  std::optional<Within> within;   ///< none of a quiet
  std::vector<RuleBudget> rules;  ///< that could fulfil it, or break it; the quickest first
  std::string doubt;              ///< why it cannot be guaranteed; empty if it can
};

/// In the order of the scenario: alerts, blame, quiets.
std::vector<Guarantee> guarantees_of(const Plan&);

}  // namespace misfire
