// The audit of rules, scrape jobs and routing. The input is up to three files with a line %%
// between them: rules.yml, prometheus.yml, alertmanager.yml.
#include <array>

#include "audit/monitoring/rules.hpp"
#include "audit/run_rules.hpp"
#include "audit_property.hpp"
#include "monitoring.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

std::array<std::string_view, 3> files_of(std::string_view text) {
  constexpr std::string_view kMark = "\n%%\n";
  std::array<std::string_view, 3> files;
  for (std::string_view& file : files) {
    const std::size_t end = std::min(text.find(kMark), text.size());
    file = text.substr(0, end);
    text.remove_prefix(std::min(end + kMark.size(), text.size()));
  }
  return files;
}

}  // namespace

void audit_monitoring(std::string_view text) {
  const auto [rules, prometheus, alertmanager] = files_of(text);
  if (leaves_folder(prometheus, "rule_files") || leaves_folder(alertmanager, "templates")) return;
  MonitoringPaths paths;
  const fs::path rule_file = scratch_file("rules.yml", rules);
  if (!prometheus.empty()) paths.prometheus = scratch_file("prometheus.yml", prometheus);
  if (!alertmanager.empty()) paths.alertmanager = scratch_file("alertmanager.yml", alertmanager);
  if (!rules.empty() && prometheus.empty()) paths.rules = {rule_file};
  AuditContext context;
  context.backends = BackendsSpec{};
  const auto subject = read_monitoring(paths, context);
  if (!subject) {
    require(!subject.error().empty(), "what cannot be read has a reason");
    return;
  }
  Audit all;
  all.files = subject->files;
  all.findings = run_rules(monitoring_rules(), *subject);
  check_audit(std::move(all));
}

}  // namespace misfire::fuzz
