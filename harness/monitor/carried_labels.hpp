// Labels that alerts get from the series that their expressions find, and from Prometheus itself.
// Pure.
#pragma once

#include <vector>

#include "monitor/label_sources.hpp"
#include "monitor/rule_dependencies.hpp"

namespace misfire {

/// Of the labels that `sources` asks about and an alerting rule does not set itself: one that its
/// series may bring stands there as the template that copies it, "{{ $labels.x }}"; an external
/// label with its value. A series may bring it if a rule that makes it has it, or takes it over
/// from what it reads; if its scrape job gives it; or if the expression speaks of it. What
/// exporters say is not known beforehand, and they are taken not to: otherwise every rule might
/// page.
void add_carried_labels(std::vector<ReadRule>&, const RuleDependencies&,
                        const LabelSources& sources);

}  // namespace misfire
