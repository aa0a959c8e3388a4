#include <fmt/format.h>

#include <algorithm>

#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "base/duration.hpp"
#include "monitor/prometheus_jobs.hpp"

namespace misfire::monitoring_audit {
namespace {

/// Samples older than this are none (--query.lookback-delta).
constexpr ModelDuration kLookback{std::chrono::minutes(5)};

std::vector<Place> check_globs(const MonitoringSubject& subject) {
  std::vector<Place> places;
  for (const YamlTree* glob : subject.empty_globs) {
    places.push_back(place_of_value(
        *glob, fmt::format("no file matches {}: Prometheus starts without its rules", glob->text)));
  }
  return places;
}

std::vector<Place> check_manager(const MonitoringSubject& subject) {
  if (!subject.all_rules_known()) return {};
  const auto alert = std::find_if(subject.rules.begin(), subject.rules.end(),
                                  [](const AuditedRule& rule) { return rule.alerts(); });
  const YamlTree* alerting = subject.prometheus->find("alerting");
  const YamlTree* managers = alerting == nullptr ? nullptr : alerting->find("alertmanagers");
  const bool some = managers != nullptr && !managers->items.empty();
  if (alert == subject.rules.end() || some) return {};
  const YamlTree* files = subject.prometheus->find("rule_files");
  const std::string message =
      "alerts fire here and go nowhere: alerting.alertmanagers names no Alertmanager";
  return {alerting != nullptr ? place_of_key(*alerting, message)
          : files != nullptr  ? place_of_key(*files, message)
                              : place_of_value(*subject.prometheus, message)};
}

std::vector<Place> check_slow(const MonitoringSubject& subject) {
  std::vector<Place> places;
  Errors ignored;
  const auto look = [&](const YamlTree& map) {
    const ModelDuration interval = duration_at(map, "scrape_interval", {}, ignored);
    if (interval.value * 2 <= kLookback.value) return;
    places.push_back(place_at(
        map, "scrape_interval",
        interval >= kLookback
            ? fmt::format(
                  "samples are forgotten after 5m, before the next comes: between them every "
                  "alert on these series resolves, every {}",
                  format_duration(interval))
            : fmt::format(
                  "samples are forgotten after 5m: at {} one lost scrape is enough for a gap, "
                  "and whatever happens is seen as late as that",
                  format_duration(interval))));
  };
  if (!subject.prometheus) return places;
  if (const YamlTree* global = subject.prometheus->find("global")) look(*global);
  for (const AuditedJob& job : subject.jobs) look(*job.tree);
  return places;
}

/// Only where the team has runbooks: who has none needs no finding for each rule.
std::vector<Place> check_runbook(const MonitoringSubject& subject) {
  const auto has_runbook = [](const AuditedRule& rule) {
    const YamlTree* annotations = rule.tree->find("annotations");
    if (annotations == nullptr) return false;
    return std::any_of(annotations->entries.begin(), annotations->entries.end(),
                       [](const auto& one) {
                         return one.first.find("runbook") != std::string::npos ||
                                one.first.find("playbook") != std::string::npos;
                       });
  };
  std::size_t with = 0, pages = 0;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts() || !is_page(subject.facts, rule.read.rule.labels)) continue;
    ++pages;
    if (has_runbook(rule)) ++with;
  }
  std::vector<Place> places;
  if (2 * with < pages) return places;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts() || !is_page(subject.facts, rule.read.rule.labels) || has_runbook(rule))
      continue;
    places.push_back(place_of_rule(
        rule, fmt::format("this page has no runbook, as {} of the {} others do", with, pages - 1)));
  }
  return places;
}

}  // namespace

MonitoringRule rule_files_missing() {
  return {
      {.id = "monitoring/rule-files-missing",
       .severity = Severity::error,
       .title = "A pattern of rule_files matches nothing",
       .why = "Prometheus starts without a word: a renamed folder, or .yaml for .yml, and every "
              "alert of these files is gone. Dashboards and targets look as always.",
       .incident = "",
       .fix = "Correct the pattern; promtool check config in CI, and an alert that always fires.",
       .bad = "rule_files: [rules/*.yaml]   # the files end in .yml",
       .good = "rule_files: [rules/*.yml]",
       .topic = Topic::alert_rules},
      check_globs};
}

MonitoringRule no_alertmanager() {
  return {
      {.id = "monitoring/no-alertmanager",
       .severity = Severity::error,
       .title = "Prometheus has alerts and no Alertmanager",
       .why = "Alerts turn red on a page that nobody looks at.",
       .incident = "",
       .fix = "alerting.alertmanagers, and prometheus_notifications_alertmanagers_discovered == 0 "
              "as an alert of another Prometheus.",
       .bad = "rule_files: [rules/*.yml]",
       .good = "alerting:\n  alertmanagers:\n    - static_configs:\n"
               "        - targets: [\"alertmanager:9093\"]",
       .topic = Topic::notifications},
      check_manager};
}

MonitoringRule scrapes_far_apart() {
  return {
      {.id = "monitoring/scrapes-far-apart",
       .severity = Severity::warning,
       .title = "Scrapes are too far apart for what reads them",
       .why = "Prometheus forgets a sample after five minutes. At three minutes one scrape that "
              "fails is a gap, which resolves alerts and starts `for` anew; and everything is "
              "noticed up to that much later.",
       .incident = "",
       .fix = "15 s to 1 m, never more than 2 m.",
       .bad = "scrape_interval: 5m",
       .good = "scrape_interval: 30s",
       .topic = Topic::metrics},
      check_slow};
}

MonitoringRule no_runbook() {
  return {
      {.id = "monitoring/no-runbook",
       .severity = Severity::note,
       .title = "A page without a runbook",
       .why = "Who is woken by it knows the alert's name and nothing else. Only told where most "
              "other pages have one.",
       .incident = "",
       .fix = "annotations.runbook_url: what it means, how to see whose fault it is, what to do.",
       .bad = "annotations: { summary: … }",
       .good = "annotations: { summary: …, runbook_url: https://runbooks.example.com/Name }",
       .topic = Topic::notifications},
      check_runbook};
}

}  // namespace misfire::monitoring_audit
