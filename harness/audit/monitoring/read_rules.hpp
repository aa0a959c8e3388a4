// Rule files' part of the subject.
#pragma once

#include "audit/monitoring/subject.hpp"

namespace misfire {

/// Adds a file's rules: promtool's form, or PrometheusRule objects. `defaults_known`: they are
/// prometheus.yml's.
void read_rule_file(MonitoringSubject& subject, const fs::path& path, const RuleDefaults& defaults,
                    bool defaults_known, const Position& named_at, Errors& errors);

/// What rules know of each other and of the scrapes: recordings, samples.
void resolve_rules(MonitoringSubject& subject, Errors& errors);

}  // namespace misfire
