#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "base/nearest.hpp"
#include "monitor/promql_selector.hpp"
#include "scenario/matcher.hpp"

namespace misfire::monitoring_audit {
namespace {

std::vector<Place> check(const MonitoringSubject& subject) {
  std::vector<Place> places;
  if (!subject.prometheus || subject.scrapes.renamed || subject.jobs.empty()) return places;
  std::vector<std::string> names;
  for (const AuditedJob& job : subject.jobs) names.push_back(job.name);
  std::set<std::string> recorded;
  for (const AuditedRule& rule : subject.rules) {
    if (!rule.alerts()) recorded.insert(rule.read.rule.name);
  }
  for (const AuditedRule& rule : subject.rules) {
    std::set<std::string> told;
    for (const ScaledPromql::Selector& selector : rule.read.scaled.selectors) {
      const std::string metric = metric_named(selector.text);
      if (recorded.contains(metric) || metric.starts_with("ALERTS")) continue;
      for (const Matcher& matcher : matchers_of_selector(selector.text)) {
        if (matcher.label != "job" || matcher.value.empty()) continue;
        const bool some = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
          return may_match({matcher}, {{"job", name}});
        });
        if (some || !told.insert(selector.text).second) continue;
        places.push_back(place_in_expr(subject, rule, selector.text,
                                       fmt::format("no scrape job fits {}: {}", to_string(matcher),
                                                   suggestion(matcher.value, names))));
      }
    }
  }
  return places;
}

}  // namespace

MonitoringRule unknown_job() {
  return {
      {.id = "monitoring/unknown-job",
       .severity = Severity::error,
       .title = "A rule reads a scrape job that there is not",
       .why = "The selector never matches anything: the alert is green for ever. Jobs get "
              "renamed, and rules come from other people's collections, where they have other "
              "names.",
       .incident = "Slack, 12 May 2020: the alert for exactly what went wrong was broken, and "
                   "nobody knew.",
       .fix = "The name as in scrape_configs. An alert on absent() of the series that rules need "
              "finds the next one.",
       .bad = "expr: rate(haproxy_server_http_responses_total{job=\"haproxy-exporter\"}[5m])",
       .good = "expr: rate(haproxy_server_http_responses_total{job=\"haproxy\"}[5m])",
       .topic = Topic::alert_rules},
      check};
}

}  // namespace misfire::monitoring_audit
