// What the alerts of a set of rules would have done over a recording: every rule is evaluated by
// Prometheus itself at every moment at which it would have been, `for` and `keep_firing_for` are
// applied as Prometheus does, and what others read is written back first.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "monitor/alert_changes.hpp"
#include "replay/alertmanager_model.hpp"
#include "replay/phase.hpp"
#include "replay/recorded_prometheus.hpp"
#include "replay/rule_order.hpp"

namespace misfire {

struct EvaluationRequest {
  Instant rules_loaded, until;  ///< evaluations lie between them
  LabelForm form = LabelForm::separated;
  double phase = 0;         ///< by this share of its interval every group is evaluated later
  Duration resend_delay{};  ///< wall time
  Duration late{};          ///< how late evaluations began
  Labels external_labels;
  std::vector<std::string> dropped_labels;  ///< from alerts on their way to Alertmanager
};

struct EvaluatedRules {
  std::map<Labels, AlertSamples> alerts;  ///< what ALERTS would hold
  std::vector<Sending> sendings;          ///< to Alertmanager, in order
  std::vector<Collected::Share> evaluations;
  std::vector<std::string> failures;  ///< rules that could not be evaluated, and why
  /// Evaluations that found other alerts had they come a few milliseconds sooner or later.
  std::vector<CloseCall> close_calls;
};

/// `order` is that of rule_order. Errors: Prometheus fails, or a group would be evaluated more
/// often than anybody waits for (usage).
Result<EvaluatedRules> evaluate_rules(const RecordedPrometheus&, const ReplayRules&,
                                      const std::vector<RuleTurn>& order, const EvaluationRequest&);

}  // namespace misfire
