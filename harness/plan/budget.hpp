// The latency budget of an alert: when its notification can arrive, from the configuration alone.
// Formulas: ALERTS.md, "Timing model" (S scrape, E evaluation, F for, W group_wait, R window).
#pragma once

#include "plan/plan.hpp"

namespace misfire {

struct Budget {
  ModelDuration latest;  ///< no later than this after its cause began, if it fires at all
};

/// Upper bound: window crossing ≤ R, plus S + E + E·⌈F/E⌉, plus max(W, G).
Budget budget_of(const MonitoringFacts&, const AlertRule&);

/// The latest budget of the rules for which `matches` holds; zero when there is none.
template <class Predicate>
ModelDuration latest_page(const MonitoringFacts& facts, Predicate matches) {
  ModelDuration latest{};
  for (const AlertRule& rule : facts.rules) {
    if (matches(rule)) latest = std::max(latest, budget_of(facts, rule).latest);
  }
  return latest;
}

}  // namespace misfire
