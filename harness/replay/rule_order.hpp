// In which order rules must be evaluated over a whole recording, so that each finds the series that
// others record. Pure.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "replay/rules.hpp"

namespace misfire {

struct RuleTurn {
  std::size_t group = 0, rule = 0;
  /// It reads what a later rule of its group records, which at each evaluation is that of the one
  /// before.
  bool reads_ahead = false;
  /// Others read what it makes: a recording's series, or an alert's ALERTS.
  bool is_read = false;
};

/// Every rule once, what is read before what reads it. Errors: rules that read each other, or
/// themselves, with their place (usage); interrupted.
Result<std::vector<RuleTurn>> rule_order(const ReplayRules&);

/// The metrics that an expression reads; "" stands for a selector that names none.
std::vector<std::string> metrics_of(const ScaledPromql&);

}  // namespace misfire
