// What the audit looks for in alert rules, scrape jobs and routing. Formulas and facts: ALERTS.md;
// Prometheus's and Alertmanager's documentation.
#pragma once

#include <vector>

#include "audit/monitoring/subject.hpp"
#include "audit/rule.hpp"

namespace misfire {

using MonitoringRule = AuditRule<MonitoringSubject>;

/// All of them. A rule says nothing where it lacks a file that it needs.
std::vector<MonitoringRule> monitoring_rules();

}  // namespace misfire
