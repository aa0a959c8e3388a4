#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/monitoring/expression.hpp"
#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

std::vector<Place> check_switch(const MonitoringSubject& subject) {
  if (!subject.all_rules_known()) return {};
  bool alerts = false;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts()) continue;
    alerts = true;
    const auto& tree = rule.expr;
    if (!tree || is_constant(*tree)) return {};
  }
  const YamlTree* files = subject.prometheus->find("rule_files");
  if (!alerts || files == nullptr) return {};
  return {place_of_key(*files,
                       "no alert of these files always fires: when Prometheus, Alertmanager "
                       "or the way to the pager is down, it is as quiet as health")};
}

/// The jobs that a selector may mean; "": all.
void note_jobs(const std::string& selector, std::set<std::string>& jobs) {
  bool named = false;
  for (const Matcher& matcher : matchers_of_selector(selector)) {
    if (matcher.label != "job") continue;
    named = true;
    jobs.insert(matcher.op == Matcher::Op::equal ? matcher.value : "");
  }
  if (!named) jobs.insert("");
}

/// Those whose loss some rule would tell.
std::set<std::string> watched_jobs(const MonitoringSubject& subject) {
  std::set<std::string> jobs;
  for (const AuditedRule& rule : subject.rules) {
    const auto& tree = rule.expr;
    if (!tree) return {""};
    each_node(*tree, [&](const PromqlNode& node) {
      if (node.kind == PromqlNode::Kind::selector && metric_named(node.name) == "up") {
        note_jobs(node.name, jobs);
      }
      // `a unless b` has a result when b has none.
      const bool absent = node.name.starts_with("absent"), unless = node.joins("unless");
      if (!absent && !unless) return;
      each_node(unless ? node.children[1] : node, [&](const PromqlNode& below) {
        if (below.kind == PromqlNode::Kind::selector) note_jobs(below.name, jobs);
      });
    });
  }
  return jobs;
}

/// The job whose series a rule cannot do without; "" where that is not one.
std::string needed_job(const AuditedRule& rule) {
  std::string job;
  for (const auto& group : rule.read.rule.needs) {
    if (group.size() != 1) continue;
    for (const Matcher& matcher : matchers_of_selector(group[0])) {
      if (matcher.label == "job" && matcher.op == Matcher::Op::equal) job = matcher.value;
    }
  }
  return job;
}

std::vector<Place> check_unwatched(const MonitoringSubject& subject) {
  std::vector<Place> places;
  if (!subject.all_rules_known()) return places;
  const std::set<std::string> watched = watched_jobs(subject);
  if (watched.contains("")) return places;
  for (const AuditedJob& job : subject.jobs) {
    if (watched.contains(job.name)) continue;
    const auto reader =
        std::find_if(subject.rules.begin(), subject.rules.end(), [&](const AuditedRule& rule) {
          return rule.alerts() && is_page(subject.facts, rule.read.rule.labels) &&
                 needed_job(rule) == job.name;
        });
    if (reader == subject.rules.end()) continue;
    places.push_back(place_at(
        *job.tree, "job_name",
        fmt::format("{} pages by these series, and nothing tells when they are gone: no rule reads "
                    "up or absent() of this job",
                    reader->read.rule.name)));
  }
  return places;
}

}  // namespace

MonitoringRule no_dead_mans_switch() {
  return {{.id = "monitoring/no-dead-mans-switch",
           .severity = Severity::warning,
           .title = "Nobody notices when alerting itself is broken",
           .why = "An alert that always fires, and somebody outside who expects it, is the only "
                  "proof that rules are evaluated and notifications arrive.",
           .incident = "",
           .fix = "alert: Watchdog, expr: vector(1), routed to a service that pages when it stops "
                  "coming.",
           .bad = "rule_files: [rules/*.yml]   # none of them has it",
           .good = "- alert: Watchdog\n  expr: vector(1)\n  labels: { severity: none }",
           .topic = Topic::notifications},
          check_switch};
}

MonitoringRule source_unwatched() {
  return {
      {.id = "monitoring/source-unwatched",
       .severity = Severity::warning,
       .title = "Pages depend on a scrape job that nobody watches",
       .why = "An expression without series has no result, and an alert without a result does "
              "not fire: when the exporter dies or its port changes, all alerts about that part "
              "are green. That is also what a balancer looks like whose metrics were switched "
              "off.",
       .incident = "Slack, 12 May 2020: the alert for exactly what went wrong was broken, and "
                   "nobody knew.",
       .fix = "up{job=\"…\"} == 0 or absent(up{job=\"…\"}), for a minute.",
       .bad = "expr: haproxy_backend_status{job=\"haproxy\", state=\"UP\"} == 0   # and no more",
       .good = "expr: up{job=\"haproxy\"} == 0 or absent(up{job=\"haproxy\"})\nfor: 1m",
       .topic = Topic::metrics},
      check_unwatched};
}

}  // namespace misfire::monitoring_audit
