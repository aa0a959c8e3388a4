// The monitoring's files as the audit's rules look at them: rules, scrape jobs, routes and
// receivers, each with its place. Plain values; the trees live as long as the subject.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "audit/rule.hpp"
#include "monitor/prometheus_jobs.hpp"
#include "monitor/prometheus_rules.hpp"
#include "monitor/promql_tree.hpp"
#include "monitor/scalar_places.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

struct AuditedRule {
  ReadRule read;                        ///< at speed 1; ranges know how far apart their samples are
  const YamlTree* tree = nullptr;       ///< as it is written
  bool interval_known = false;          ///< by its group or prometheus.yml
  std::optional<PromqlNode> expr = {};  ///< nothing where it is not understood
  bool alerts() const { return !read.records; }
};

struct AuditedJob {
  std::string name;
  const YamlTree* tree = nullptr;
  ModelDuration interval;
};

/// A node of the routing tree; `MonitoringSubject::facts.routes` has the same at the same index.
struct AuditedRoute {
  const YamlTree* tree = nullptr;
  std::size_t parent = 0;         ///< of the root: itself
  ModelDuration repeat_interval;  ///< what it inherits filled in
};

struct MonitoringSubject {
  std::vector<AuditedFile> files;  ///< in the order in which they were read
  std::shared_ptr<const YamlTree> prometheus, alertmanager;  ///< null: not given
  std::vector<std::shared_ptr<const YamlTree>> rule_files;
  std::map<std::string, ScalarPlaces> places;  ///< file → its lines

  /// Prometheus adds them to alerts that have no label of that name.
  std::map<std::string, std::string> external_labels;
  std::vector<AuditedRule> rules;
  std::vector<AuditedJob> jobs;
  ScrapeJobs scrapes;  ///< intervals by job; renamed: the label `job` does not tell the job
  std::vector<const YamlTree*> empty_globs;  ///< patterns of rule_files without a file
  std::vector<AuditedRoute> routes;
  std::map<std::string, const YamlTree*> receivers;

  MonitoringFacts facts;  ///< what plan/routes and plan/cannot_fire ask for
  AuditContext context;

  /// What a rule that is missing can be missed of: every rule that this Prometheus has is known.
  bool all_rules_known() const { return prometheus != nullptr && !rules.empty(); }
};

/// Errors: all mistakes of all files, each with its place. A rule_files pattern without a file is a
/// finding, not an error: Prometheus starts with it.
Checked<MonitoringSubject> read_monitoring(const MonitoringPaths&, const AuditContext&);

}  // namespace misfire
