#include "audit/monitoring_part.hpp"

#include "audit/audit.hpp"
#include "audit/monitoring/rules.hpp"
#include "audit/monitoring/subject.hpp"
#include "audit/run_rules.hpp"
#include "monitor/monitoring_secrets.hpp"

namespace misfire {

std::vector<RuleDoc> monitoring_docs() {
  std::vector<RuleDoc> docs;
  for (const AuditRule<MonitoringSubject>& rule : monitoring_rules()) docs.push_back(rule.doc);
  return docs;
}

Checked<Audit> audit_monitoring(const MonitoringPaths& paths, const AuditContext& context) {
  auto subject = read_monitoring(paths, context);
  if (!subject) return tl::unexpected(std::move(subject.error()));
  Audit audit;
  audit.findings = run_rules(monitoring_rules(), *subject);
  audit.files = subject->files;
  System system;
  system.monitoring.prometheus = paths.prometheus;
  system.monitoring.alertmanager = paths.alertmanager;
  audit.secrets = monitoring_secrets(system);
  return audit;
}

}  // namespace misfire
