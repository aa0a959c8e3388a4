// The alert side's part of the catalogue. Its folder, audit/monitoring, defines
//
//     MonitoringSubject                                (subject.hpp; .files:
//     std::vector<AuditedFile>) Checked<MonitoringSubject> read_monitoring(const MonitoringPaths&,
//     const AuditContext&); std::vector<AuditRule<MonitoringSubject>> monitoring_rules();
//     (rules.hpp)
#pragma once

#include <vector>

#include "audit/rule.hpp"

namespace misfire {

std::vector<RuleDoc> monitoring_docs();

}  // namespace misfire
