#include "run/alert_faults.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/alert_fault.hpp"
#include "fault/routing_witness.hpp"
#include "monitor/loaded_monitoring.hpp"
#include "monitor/monitoring_secrets.hpp"
#include "run/fold_faults.hpp"

namespace misfire {
namespace {

/// As a person may read it, written alike before and after.
std::string text_of(const Inputs& in, const YamlTree& tree) {
  return in.secrets.hide(without_secrets(emit_yaml(tree)));
}

const YamlTree* rules_of(const MonitoringTrees& trees, const fs::path& path) {
  const auto* file = trees.rule_file(path);
  return file == nullptr ? nullptr : &file->tree;
}

std::string difference(const Inputs& in, const MonitoringTrees& before,
                       const MonitoringTrees& now) {
  std::string all;
  const auto add = [&](const YamlTree& one, const YamlTree& other, const fs::path& path) {
    if (one.same(other)) return;
    all += unified_diff(text_of(in, one), text_of(in, other), path.filename().string());
  };
  add(before.prometheus, now.prometheus, in.system.monitoring.prometheus);
  for (const MonitoringTrees::RuleFile& file : before.rules) {
    // One that is no longer named stands in the difference of prometheus.yml.
    if (const YamlTree* tree = rules_of(now, file.path)) add(file.tree, *tree, file.path);
  }
  add(before.alertmanager, now.alertmanager, in.system.monitoring.alertmanager);
  return all;
}

Result<std::vector<LoadedAlert>> in_one_form(std::vector<LoadedAlert> alerts,
                                             const Endpoint& prometheus, Duration limit) {
  for (LoadedAlert& alert : alerts) {
    auto text = formatted(prometheus, alert.expression, limit);
    if (!text) return tl::unexpected(text.error());
    alert.expression = std::move(*text);
  }
  std::sort(alerts.begin(), alerts.end());
  return alerts;
}

std::vector<LoadedAlert> of_name(const LoadedAlerts& all, const std::string& name) {
  const auto found = all.find(name);
  return found == all.end() ? std::vector<LoadedAlert>{} : found->second;
}

/// What of a rule is not as it was written.
std::string what_differs(const std::vector<LoadedAlert>& now,
                         const std::vector<LoadedAlert>& written) {
  if (now.empty()) return "is not there";
  std::string what;
  const auto add = [&](const char* part) {
    what += (what.empty() ? "has another " : ", ") + std::string(part);
  };
  const auto same = [&](auto member) {
    return now.size() == written.size() &&
           std::equal(
               now.begin(), now.end(), written.begin(),
               [&](const LoadedAlert& a, const LoadedAlert& b) { return a.*member == b.*member; });
  };
  if (!same(&LoadedAlert::expression)) add("expression");
  if (!same(&LoadedAlert::hold_s)) add("for");
  if (!same(&LoadedAlert::labels)) add("labels");
  return what.empty() ? "is as it was written" : what;
}

Result<Shown> rules_in_force(const Prepared& prepared, const Endpoint& prometheus, Duration limit) {
  const auto loaded = loaded_alerts(prometheus, limit);
  if (!loaded) return tl::unexpected(loaded.error());
  const LoadedAlerts edited = rendered_alerts(prepared.prometheus.files);
  const LoadedAlerts written = rendered_alerts(prepared.as_written->prometheus);
  Shown shown;
  bool as_edited = true;
  for (const auto& [name, rules] : written) {
    if (of_name(edited, name) == rules) continue;  // not of interest
    const auto now = in_one_form(of_name(*loaded, name), prometheus, limit);
    if (!now) return tl::unexpected(now.error());
    const auto meant = in_one_form(of_name(edited, name), prometheus, limit);
    if (!meant) return tl::unexpected(meant.error());
    const auto before = in_one_form(rules, prometheus, limit);
    if (!before) return tl::unexpected(before.error());
    shown.shown = shown.shown || *now != *before;
    as_edited = as_edited && *now == *meant;
    shown.evidence.push_back(fmt::format("Prometheus says that the alert {} {}{}", name,
                                         what_differs(*now, *before),
                                         *now == *meant ? "" : ", and is not as edited either"));
  }
  shown.shown = shown.shown && as_edited;
  return shown;
}

Result<Shown> targets_in_force(const PlannedFault& fault, const Endpoint& prometheus,
                               Duration limit) {
  const auto job = std::get<std::string>(fault.params.at("job"));
  const auto targets = targets_of_job(prometheus, job, limit);
  if (!targets) return tl::unexpected(targets.error());
  Shown shown;
  shown.shown = *targets == 0;
  shown.evidence.push_back(
      *targets == 0 ? fmt::format("Prometheus has no target of the job {}", job)
                    : fmt::format("Prometheus has {} targets of the job {}", *targets, job));
  return shown;
}

Result<Shown> routing_in_force(const Prepared& prepared, const Endpoint& alertmanager,
                               Duration limit) {
  constexpr const char* kFile = "alertmanager.yml";
  const auto loaded = loaded_routing(alertmanager, limit);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto edited = rendered_routing(prepared.alertmanager.files.at(kFile));
  const auto written = rendered_routing(prepared.as_written->alertmanager.at(kFile));
  if (!edited || !written) return tl::unexpected(edited ? written.error() : edited.error());
  return routing_shown(*loaded, *edited, *written);
}

}  // namespace

Checked<std::unique_ptr<MonitoringTrees>> edit_monitoring(const Inputs& in,
                                                          std::vector<PlannedFault>& faults) {
  if (faults.empty()) return std::unique_ptr<MonitoringTrees>();
  auto trees = std::make_unique<MonitoringTrees>(read_monitoring_trees(in.system));
  Errors errors;
  for (PlannedFault& fault : faults) {
    const MonitoringTrees before = *trees;
    if (auto done = find_alert_fault(fault.name)->edit(*trees, fault.params); !done) {
      Error error = done.error();
      if (!error.where) error.where = place_of(in.scenario, fault.id, error.message);
      error.message = fmt::format("the fault \"{}\": {}", fault.id, error.message);
      errors.push_back(std::move(error));
      continue;
    }
    fault.change = difference(in, before, *trees);
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return trees;
}

Result<Shown> alert_fault_in_force(const Prepared& prepared, const PlannedFault& fault,
                                   const Endpoint& prometheus, const Endpoint& alertmanager,
                                   Duration limit) {
  switch (find_alert_fault(fault.name)->witness) {
    case AlertWitness::rules:
      return rules_in_force(prepared, prometheus, limit);
    case AlertWitness::targets:
      return targets_in_force(fault, prometheus, limit);
    case AlertWitness::routing:
      return routing_in_force(prepared, alertmanager, limit);
  }
  return environment_error("an unknown witness");
}

}  // namespace misfire
