#include <algorithm>
#include <set>

#include "audit/monitoring/read_routing.hpp"
#include "audit/monitoring/read_rules.hpp"
#include "audit/monitoring/subject.hpp"
#include "base/glob.hpp"
#include "monitor/honor_labels.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

/// Prometheus's own default (config.DefaultGlobalConfig) of scrape and evaluation interval.
constexpr ModelDuration kMinute{std::chrono::minutes(1)};

class Reader {
 public:
  Reader(const MonitoringPaths& paths, const AuditContext& context) : paths_(paths) {
    subject_.context = context;
    subject_.facts.pages["severity"] = {"page", "critical"};
  }

  Checked<MonitoringSubject> run() {
    if (!paths_.prometheus.empty()) prometheus();
    for (const fs::path& path : paths_.rules) rule_file(path, {});
    if (!paths_.alertmanager.empty()) {
      subject_.alertmanager = tree_of(paths_.alertmanager, FileKind::alertmanager);
      if (subject_.alertmanager) read_routing(subject_, errors_);
    }
    if (errors_.empty()) resolve_rules(subject_, errors_);
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return std::move(subject_);
  }

 private:
  std::shared_ptr<const YamlTree> tree_of(const fs::path& path, FileKind kind) {
    auto text = read_user_file(path, {});
    if (!text) return errors_.push_back(text.error()), nullptr;
    auto tree = parse_yaml(*text, path.string());
    if (!tree) return errors_.push_back(tree.error()), nullptr;
    subject_.places.emplace(path.string(), ScalarPlaces(*text));
    subject_.files.push_back({path.string(), kind, std::move(*text)});
    return std::make_shared<const YamlTree>(std::move(*tree));
  }

  void prometheus() {
    subject_.prometheus = tree_of(paths_.prometheus, FileKind::prometheus);
    if (!subject_.prometheus) return;
    const YamlTree& tree = *subject_.prometheus;
    const YamlTree none;
    const YamlTree& global = tree.find("global") ? *tree.find("global") : none;
    defaults_.interval = duration_at(global, "evaluation_interval", kMinute, errors_);
    defaults_.query_offset = duration_at(global, "rule_query_offset", {}, errors_);
    scrape_ = duration_at(global, "scrape_interval", kMinute, errors_);
    if (const YamlTree* labels = global.find("external_labels")) {
      for (const auto& [name, value] : labels->entries) {
        subject_.external_labels[name] = value.text;
      }
    }
    if (const YamlTree* list = tree.find("scrape_configs")) {
      for (const YamlTree& job : list->items) this->job(job);
    }
    // Jobs in other files have names that are not known here.
    if (tree.find("scrape_config_files") != nullptr) subject_.scrapes.renamed = true;
    alerting(tree.find("alerting") ? *tree.find("alerting") : none);
    const YamlTree* patterns = tree.find("rule_files");
    for (const YamlTree& pattern : (patterns ? *patterns : none).items) this->pattern(pattern);
  }

  void job(const YamlTree& job) {
    const std::string name = job.get("job_name");
    if (name.empty()) return;
    const ModelDuration interval = duration_at(job, "scrape_interval", scrape_, errors_);
    subject_.jobs.push_back({name, &job, interval});
    subject_.scrapes.intervals[name] = interval;
    if (renames(job)) subject_.scrapes.renamed = true;
  }

  /// May its series have another label `job` than its name?
  static bool renames(const YamlTree& job) {
    if (honors_labels(job)) return true;
    for (const char* key : {"relabel_configs", "metric_relabel_configs"}) {
      const YamlTree* rules = job.find(key);
      if (rules == nullptr) continue;
      for (const YamlTree& rule : rules->items) {
        if (rule.get("target_label") == "job" || rule.get("action") == "labelmap") return true;
      }
    }
    for (const auto& [key, targets] : job.entries) {
      if (key != "static_configs") continue;
      for (const YamlTree& one : targets.items) {
        const YamlTree* labels = one.find("labels");
        if (labels != nullptr && labels->find("job") != nullptr) return true;
      }
    }
    return job.find("file_sd_configs") != nullptr || job.find("http_sd_configs") != nullptr;
  }

  void alerting(const YamlTree& alerting) {
    const YamlTree* managers = alerting.find("alertmanagers");
    subject_.facts.alerts_relabelled = alerting.find("alert_relabel_configs") != nullptr;
    const YamlTree none;
    for (const YamlTree& one : (managers ? *managers : none).items) {
      if (one.find("alert_relabel_configs")) subject_.facts.alerts_relabelled = true;
    }
  }

  void pattern(const YamlTree& pattern) {
    if (!pattern.is_scalar() || pattern.text.empty()) return;
    const fs::path folder = paths_.prometheus.parent_path();
    const auto found = files_meant(folder, pattern.text);
    if (auto hidden = hidden_files(folder, pattern.text, pattern.where())) {
      return errors_.push_back(std::move(*hidden));
    }
    if (found.empty()) subject_.empty_globs.push_back(&pattern);
    for (const fs::path& one : found) rule_file(one.lexically_normal(), pattern.where());
  }

  void rule_file(const fs::path& path, const Position& named_at) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(path, error);
    if (!seen_.insert(error ? path : real).second) return;
    read_rule_file(subject_, path, defaults_, subject_.prometheus != nullptr, named_at, errors_);
  }

  const MonitoringPaths& paths_;
  MonitoringSubject subject_;
  RuleDefaults defaults_{kMinute, {}};
  ModelDuration scrape_ = kMinute;
  std::set<fs::path> seen_;
  Errors errors_;
};

}  // namespace

Checked<MonitoringSubject> read_monitoring(const MonitoringPaths& paths,
                                           const AuditContext& context) {
  return Reader(paths, context).run();
}

}  // namespace misfire
