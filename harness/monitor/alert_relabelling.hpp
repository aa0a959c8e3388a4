// What alert_relabel_configs make of an alert on its way to Alertmanager: of all alerts, and of the
// (one) Alertmanager. Prometheus's own series, `ALERTS`, and its rules have the labels of before.
// Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "monitor/alert_changes.hpp"
#include "monitor/yaml_tree.hpp"
#include "plan/plan.hpp"

namespace misfire {

class AlertRelabelling {
 public:
  /// Of a prometheus.yml, its external labels included.
  static AlertRelabelling of(const YamlTree& prometheus);

  bool changes_nothing() const { return steps_.empty(); }

  /// The labels with which an alert is sent that is stored with these. External labels are there
  /// only as far as relabelling changed them, and none of which the value is not known here. An
  /// alert that is never sent keeps its labels.
  Labels sent(const Labels& stored) const;

  /// Gives alerting rules the labels with which their alerts are sent: one that depends on what
  /// only the series tell is the template "{{ $labels.x }}". `deciding`: labels that an alert has
  /// only if its rule says so (add_carried_labels). False, and nothing is changed, where it cannot
  /// be told which labels change.
  bool rewrite(std::vector<AlertRule>&, const std::set<std::string>& deciding) const;

 private:
  struct Step {
    std::string action, regex, target, replacement, separator;
    std::vector<std::string> sources;
  };
  class Alert;

  static Step step(const YamlTree&);
  bool apply(Alert&) const;

  std::vector<Step> steps_;
  Labels external_;
};

/// Alerts by the labels with which they are sent. Of several that are sent as one, that one fires
/// as long as any of them does.
std::map<Labels, AlertSamples> as_sent(const std::map<Labels, AlertSamples>& stored,
                                       const AlertRelabelling&);

}  // namespace misfire
