// What two sets of alerting rules differ in, as far as anybody would notice. Pure.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace misfire {

struct RuleChange {
  std::string alert;
  std::string text;  ///< "`for` of `TrafficImbalance` is 4 min instead of 2 min"
  bool operator==(const RuleChange&) const = default;
};

/// Rules of one name belong together in their order.
std::vector<RuleChange> rule_changes(const std::vector<AlertRule>& before,
                                     const std::vector<AlertRule>& now);

}  // namespace misfire
