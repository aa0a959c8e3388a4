// The latency budget of an alert: when its notification can arrive, from the configuration alone.
// Formulas: ALERTS.md, "Timing model" (X checks, S scrape, R window, E evaluation, F `for`,
// W group_wait, G group_interval). Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace misfire {

Bounds operator+(const Bounds&, const Bounds&);

/// From a cause to its notification, stage by stage. If the alert fires at all.
struct Budget {
  Bounds notices;       ///< until the balancer's checks see it: X, of rules that read them
  Bounds sample;        ///< until it is scraped: 0 to S
  Bounds window;        ///< until enough of the window is filled: 0 to R
  Bounds evaluation;    ///< until the rule is evaluated: 0 to E, and as much for each recording
  Bounds pending;       ///< E·⌈F/E⌉
  Bounds alertmanager;  ///< in a new group: W of the routes that it may take

  /// In a group that exists, Alertmanager waits for its next turn instead: 0 to G.
  Bounds existing_group;

  Bounds to_pending() const { return notices + sample + window + evaluation; }
  Bounds to_notify() const { return to_pending() + pending + alertmanager; }
  /// No later than this after its cause began, whatever group it comes into.
  ModelDuration latest() const;
};

/// The stages in order, as people and report.json call them.
struct NamedStage {
  const char* name;
  Bounds Budget::*bounds;
};
inline constexpr std::array<NamedStage, 6> kBudgetStages{{{"notices", &Budget::notices},
                                                          {"sample", &Budget::sample},
                                                          {"window", &Budget::window},
                                                          {"evaluation", &Budget::evaluation},
                                                          {"pending", &Budget::pending},
                                                          {"alertmanager", &Budget::alertmanager}}};

/// What is known beyond the rule.
struct BudgetHints {
  std::optional<double> failing;  ///< share of the logins that will fail: for the window's mean
  std::vector<std::string> receivers;  ///< only notifications to them count, if it reaches any
};
Budget budget_of(const MonitoringFacts&, const AlertRule&, const BudgetHints& = {});

/// The share of failing logins that the scenario expects: the middle of expect.impact, or the least
/// where it has no upper bound.
std::optional<double> expected_share(const Scenario&);

}  // namespace misfire
