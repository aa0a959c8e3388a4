// What the configuration alone says about a scenario's expectations: the latency budgets of the
// rules that each speaks of, and where it cannot be guaranteed. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/judgement.hpp"
#include "judge/rule_budget.hpp"

namespace misfire {

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
