#include "audit/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "audit/catalogue.hpp"
#include "audit/given_files.hpp"
#include "audit/suppression.hpp"
#include "audit/system_context.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

/// Gathers what audits say, and what is wrong with files.
class Gathering {
 public:
  void add(Checked<Audit> one) {
    if (!one) {
      errors_.insert(errors_.end(), one.error().begin(), one.error().end());
      return;
    }
    all_.secrets.add(one->secrets);
    auto& files = one->files;
    all_.findings.insert(all_.findings.end(), one->findings.begin(), one->findings.end());
    for (AuditedFile& file : files) {
      const bool known =
          std::any_of(all_.files.begin(), all_.files.end(),
                      [&](const AuditedFile& other) { return other.name == file.name; });
      if (!known) all_.files.push_back(std::move(file));
    }
  }
  void add(Errors errors) { errors_.insert(errors_.end(), errors.begin(), errors.end()); }

  Checked<Audit> finish() {
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    std::vector<std::string> known;
    for (const RuleDoc& doc : rule_docs()) known.push_back(doc.id);
    std::vector<Suppression> suppressions;
    for (const AuditedFile& file : all_.files) {
      if (file.kind == FileKind::system) continue;  // nothing is found in it
      for (Suppression& one : read_suppressions(file.text, file.name)) {
        suppressions.push_back(std::move(one));
      }
    }
    apply_suppressions(suppressions, known, all_.findings);
    for (Finding& finding : all_.findings) {
      finding.place.message = all_.secrets.hide(std::move(finding.place.message));
    }
    sort();
    return std::move(all_);
  }

 private:
  /// By file as read, then by place; the same twice (a file that two systems name) is told once.
  void sort() {
    std::map<std::string, std::size_t> order;
    for (const AuditedFile& file : all_.files) order.emplace(file.name, order.size());
    const auto key = [&](const Finding& finding) {
      const Position& where = finding.place.where;
      const auto at = order.find(where.file);
      return std::tuple(at == order.end() ? order.size() : at->second, where.file, where.line,
                        where.column, finding.rule);
    };
    auto& findings = all_.findings;
    std::stable_sort(findings.begin(), findings.end(),
                     [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
    findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
  }

  Audit all_;
  Errors errors_;
};

void audit_system(const fs::path& path, Gathering& gathering) {
  const auto system = read_system(path);
  if (!system) return gathering.add(system.error());
  const AuditContext context = context_of(*system);
  const BalancerSpec& balancer = system->balancer;
  gathering.add(balancer.kind == "nginx"
                    ? audit_nginx(balancer.config, context, balancer.config_where)
                    : audit_haproxy(balancer.config, context, balancer.config_where));
  MonitoringPaths paths;
  paths.prometheus = system->monitoring.prometheus;
  paths.alertmanager = system->monitoring.alertmanager;
  gathering.add(audit_monitoring(paths, context));
}

/// Prometheus's and Alertmanager's files that are given together are of one monitoring; a second
/// prometheus.yml or alertmanager.yml is of another.
std::vector<MonitoringPaths> monitoring_of(const std::vector<GivenFile>& files) {
  std::vector<MonitoringPaths> all;
  const auto take = [&](fs::path MonitoringPaths::*which, const fs::path& path) {
    for (MonitoringPaths& one : all) {
      if ((one.*which).empty()) {
        one.*which = path;
        return;
      }
    }
    all.emplace_back().*which = path;
  };
  for (const GivenFile& file : files) {
    if (file.kind == FileKind::prometheus) take(&MonitoringPaths::prometheus, file.path);
    if (file.kind == FileKind::alertmanager) take(&MonitoringPaths::alertmanager, file.path);
  }
  for (const GivenFile& file : files) {
    if (file.kind != FileKind::rules) continue;
    if (all.empty()) all.emplace_back();
    all.front().rules.push_back(file.path);
  }
  return all;
}

}  // namespace

Checked<Audit> audit(const std::vector<fs::path>& paths, std::optional<FileKind> kind) {
  const GivenFiles given = given_files(paths, kind);
  Gathering gathering;
  gathering.add(given.errors);
  const AuditContext nothing;
  for (const GivenFile& file : given.files) {
    if (file.kind == FileKind::haproxy) gathering.add(audit_haproxy(file.path, nothing));
    if (file.kind == FileKind::nginx) gathering.add(audit_nginx(file.path, nothing));
    if (file.kind == FileKind::system) audit_system(file.path, gathering);
  }
  for (const MonitoringPaths& one : monitoring_of(given.files)) {
    gathering.add(audit_monitoring(one, nothing));
  }
  return gathering.finish();
}

}  // namespace misfire
