// One alerting rule over time, as Prometheus's own (rules/alerting.go): what its expression gives
// at each evaluation in, the states of its alerts and what is sent to Alertmanager out. Owned by an
// evaluation; no clock.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "history/facts.hpp"
#include "replay/alertmanager_model.hpp"
#include "replay/label_template.hpp"

namespace misfire {

/// One element of an instant vector.
struct VectorSample {
  Labels labels;  ///< with __name__, if there is one
  double value = 0;
};

/// Spans are those of wall time, as the running Prometheus knows them.
struct AlertingRuleSpec {
  std::string name;
  Duration hold{};          ///< `for`
  Duration keep_firing{};   ///< `keep_firing_for`
  Duration interval{};      ///< from evaluation to evaluation
  Duration resend_delay{};  ///< --rules.alert.resend-delay
  std::size_t limit = 0;    ///< its group's; 0: none
  std::map<std::string, LabelTemplate> labels;
  Labels external_labels;  ///< for templates
};

/// An alert that an evaluation found pending or firing.
struct ActiveAlert {
  Labels labels;  ///< with alertname
  AlertPhase phase = AlertPhase::pending;
  Instant since;  ///< from when on its condition holds
};

class ReplayedAlertingRule {
 public:
  explicit ReplayedAlertingRule(AlertingRuleSpec spec) : spec_(std::move(spec)) {}

  struct Evaluation {
    std::vector<ActiveAlert> active;
    std::vector<SentAlert> sent;  ///< without external labels
  };
  /// Instants must grow. Error: the rule fails then, as it would in Prometheus, which keeps its
  /// alerts as they were.
  Result<Evaluation> evaluate(Instant, const std::vector<VectorSample>&);

 private:
  struct Alert {
    AlertPhase phase = AlertPhase::pending;
    Instant active_at, fired_at;
    std::optional<Instant> keep_firing_since, resolved_at, last_sent;
  };
  Labels labels_of(const VectorSample&) const;
  bool needs_sending(const Alert&, Instant) const;
  std::vector<SentAlert> send(Instant);

  AlertingRuleSpec spec_;
  std::map<Labels, Alert> alerts_;  ///< resolved ones included for a while
};

}  // namespace misfire
