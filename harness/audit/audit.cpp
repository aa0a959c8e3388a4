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

/// What system files name and what is included has absolute paths; code-scanning services know
/// files by their place in the repository, and people write them so.
fs::path from_here(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error || path.empty()) return path;
  const fs::path relative = path.lexically_proximate(here);
  return relative.begin()->string() == ".." ? path : relative;
}

/// Files that another one includes are named as it is: from here, where it was.
void name_from_here(Audit& audit) {
  if (audit.files.empty() || fs::path(audit.files.front().name).is_absolute()) return;
  for (AuditedFile& file : audit.files) file.name = from_here(file.name).string();
  for (Finding& finding : audit.findings) {
    std::string& file = finding.place.where.file;
    file = from_here(file).string();
  }
}

/// Gathers what audits say, and what is wrong with files.
class Gathering {
 public:
  void add(Checked<Audit> one) {
    if (!one) {
      errors_.insert(errors_.end(), one.error().begin(), one.error().end());
      return;
    }
    name_from_here(*one);
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

  /// However it was named.
  bool has_read(const fs::path& path) const {
    std::error_code error;
    return std::any_of(all_.files.begin(), all_.files.end(), [&](const AuditedFile& file) {
      return fs::equivalent(file.name, path, error);
    });
  }

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
                    ? audit_nginx(from_here(balancer.config), context, balancer.config_where)
                    : audit_haproxy(from_here(balancer.config), context, balancer.config_where));
  MonitoringPaths paths;
  paths.prometheus = from_here(system->monitoring.prometheus);
  paths.alertmanager = from_here(system->monitoring.alertmanager);
  gathering.add(audit_monitoring(paths, context));
}

std::vector<fs::path> of_kind(const std::vector<GivenFile>& files, FileKind kind) {
  std::vector<fs::path> found;
  for (const GivenFile& file : files) {
    if (file.kind == kind) found.push_back(file.path);
  }
  return found;
}

/// An alertmanager.yml belongs to the prometheus.yml beside it, else to the first without one.
std::vector<MonitoringPaths> monitoring_of(const std::vector<GivenFile>& files) {
  std::vector<MonitoringPaths> all;
  for (const fs::path& path : of_kind(files, FileKind::prometheus)) {
    all.emplace_back().prometheus = path;
  }
  std::vector<fs::path> elsewhere;
  const auto give = [&](const fs::path& path, bool beside) {
    for (MonitoringPaths& one : all) {
      if (!one.alertmanager.empty()) continue;
      if (beside && one.prometheus.parent_path() != path.parent_path()) continue;
      one.alertmanager = path;
      return true;
    }
    return false;
  };
  for (const fs::path& path : of_kind(files, FileKind::alertmanager)) {
    if (!give(path, true)) elsewhere.push_back(path);
  }
  for (const fs::path& path : elsewhere) {
    if (!give(path, false)) all.emplace_back().alertmanager = path;
  }
  return all;
}

/// Rule files that no prometheus.yml names are looked at with an alertmanager.yml that has no
/// prometheus.yml, or by themselves.
void audit_all_monitoring(const std::vector<GivenFile>& files, Gathering& gathering) {
  std::vector<MonitoringPaths> all = monitoring_of(files);
  const auto without = std::stable_partition(
      all.begin(), all.end(), [](const MonitoringPaths& one) { return !one.prometheus.empty(); });
  const AuditContext nothing;
  std::for_each(all.begin(), without,
                [&](const MonitoringPaths& one) { gathering.add(audit_monitoring(one, nothing)); });
  std::vector<fs::path> loose = of_kind(files, FileKind::rules);
  std::erase_if(loose, [&](const fs::path& path) { return gathering.has_read(path); });
  if (without != all.end()) {
    without->rules = std::move(loose);
  } else if (!loose.empty()) {
    gathering.add(audit_monitoring({{}, std::move(loose), {}}, nothing));
  }
  std::for_each(without, all.end(),
                [&](const MonitoringPaths& one) { gathering.add(audit_monitoring(one, nothing)); });
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
  audit_all_monitoring(given.files, gathering);
  return gathering.finish();
}

}  // namespace misfire
