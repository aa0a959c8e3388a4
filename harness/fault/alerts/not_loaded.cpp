// Row A10 of the table of faults: rules that nobody evaluates, and series that nobody scrapes.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/nearest.hpp"
#include "fault/alerts/alerts.hpp"

namespace misfire {
namespace {

Result<void> delete_rules(MonitoringTrees& trees, const Args& args) {
  const auto alerts = alerts_named(trees, args);
  if (!alerts) return tl::unexpected(alerts.error());
  std::set<const YamlTree*> doomed;
  for (const AlertTree& alert : *alerts) doomed.insert(alert.rule);
  for (MonitoringTrees::RuleFile& file : trees.rules) {
    YamlTree* groups = file.tree.find("groups");
    if (groups == nullptr) continue;
    for (YamlTree& group : groups->items) {
      YamlTree* rules = group.find("rules");
      if (rules == nullptr) continue;
      std::vector<YamlTree> kept;
      for (YamlTree& rule : rules->items) {
        if (!doomed.contains(&rule)) kept.push_back(std::move(rule));
      }
      rules->items = std::move(kept);
    }
  }
  return {};
}

/// As it is named in rule_files: patterns are relative to prometheus.yml.
Result<void> leave_out_files(MonitoringTrees& trees, const Args& args) {
  const auto alerts = alerts_named(trees, args);
  if (!alerts) return tl::unexpected(alerts.error());
  std::set<const MonitoringTrees::RuleFile*> gone;
  for (const AlertTree& alert : *alerts) gone.insert(alert.file);
  YamlTree files = YamlTree::sequence();
  std::vector<MonitoringTrees::RuleFile> kept;
  for (MonitoringTrees::RuleFile& file : trees.rules) {
    if (gone.contains(&file)) continue;
    const fs::path folder = trees.folder.empty() ? fs::path(".") : trees.folder;
    files.items.push_back(YamlTree::string(file.path.lexically_relative(folder).generic_string()));
    kept.push_back(std::move(file));
  }
  trees.rules = std::move(kept);
  trees.prometheus.set("rule_files", std::move(files));
  return {};
}

Result<void> drop_job(MonitoringTrees& trees, const Args& args) {
  const std::string wanted = text_or(args, "job");
  YamlTree* jobs = trees.prometheus.find("scrape_configs");
  std::vector<std::string> known;
  std::vector<YamlTree> none;
  for (YamlTree& job : jobs != nullptr ? jobs->items : none) {
    const std::string name = job.get("job_name");
    known.push_back(name);
    if (name != wanted) continue;
    YamlTree drop = YamlTree::map();
    drop.set("source_labels", YamlTree::sequence({YamlTree::string("job")}));
    drop.set("regex", YamlTree::string(".*"));
    drop.set("action", YamlTree::plain("drop"));
    YamlTree relabel = YamlTree::sequence({std::move(drop)});
    if (const YamlTree* own = job.find("relabel_configs")) {
      relabel.items.insert(relabel.items.end(), own->items.begin(), own->items.end());
    }
    job.set("relabel_configs", std::move(relabel));
    return {};
  }
  return usage_error(
      fmt::format("parameter \"job\": prometheus.yml has no scrape job \"{}\"", wanted),
      suggestion(wanted, known));
}

}  // namespace

AlertFault alert_deleted() {
  AlertFault fault;
  fault.doc.name = "alert-deleted";
  fault.doc.title = "An alert is gone from its rule file";
  fault.doc.about =
      "The rule was deleted, perhaps for the noise it made, perhaps by a merge. Its group and "
      "all other rules stay.";
  fault.doc.incident =
      "Alerts that were silenced or deleted for their noise belong to many reports on outages that "
      "users noticed first.";
  fault.doc.params = alert_params();
  fault.edit = delete_rules;
  return fault;
}

AlertFault alert_not_loaded() {
  AlertFault fault;
  fault.doc.name = "alert-not-loaded";
  fault.doc.title = "An alert's rule file is not loaded";
  fault.doc.about =
      "The file is there, is reviewed and tested, and no entry of rule_files names it: none of its "
      "alerts exists for Prometheus. Whoever adds a folder forgets the pattern.";
  fault.doc.incident =
      "A new folder of rules that no pattern of rule_files matches: nothing complains, since a "
      "pattern without a match is legal.";
  fault.doc.params = alert_params();
  fault.edit = leave_out_files;
  return fault;
}

AlertFault scrape_job_gone() {
  AlertFault fault;
  fault.doc.name = "scrape-job-gone";
  fault.doc.title = "A scrape job's targets are relabelled away";
  fault.doc.about =
      "A relabelling drops every target of the job. There is no target that is down, so `up == 0` "
      "does not fire either: only absent() notices.";
  fault.doc.incident =
      "up == 0 says nothing of a target that service discovery or relabelling no longer knows.";
  fault.witness = AlertWitness::targets;
  ParamSpec job;
  job.name = "job";
  job.type = ParamType::text;
  job.about = "the job_name in prometheus.yml";
  job.required = true;
  fault.doc.params = {std::move(job)};
  fault.edit = drop_job;
  return fault;
}

}  // namespace misfire
