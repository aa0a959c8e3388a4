// Which rules read what which others make: recorded series, and the series of alerts. Selectors are
// read once each, however many rules have them, and makers are found by their names: 60,000 rules
// take seconds. Pure, but hears an interrupt.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "monitor/prometheus_rules.hpp"

namespace misfire {

struct RuleDependencies {
  /// A selector that some of the rules have.
  struct Selector {
    std::string text;
    std::vector<std::size_t> makers;  ///< rules that may make what it reads, ascending
    bool names_metrics = false;       ///< it says something about the metric's name
  };
  std::vector<Selector> selectors;
  std::vector<std::vector<std::size_t>> of_rule;  ///< its selectors, as the rule has them

  /// Every rule and every selector that one has, once: a selector after its makers, a rule after
  /// its selectors, as far as there is no circle.
  struct Step {
    bool is_rule;
    std::size_t index;
  };
  std::vector<Step> order;

  /// The first circle that was met: this rule reads what this one makes, which depends on it.
  struct Circle {
    std::size_t reader, maker;
  };
  std::optional<Circle> circle;
};

/// Error: interrupted.
Result<RuleDependencies> rule_dependencies(const std::vector<const ReadRule*>&);

}  // namespace misfire
