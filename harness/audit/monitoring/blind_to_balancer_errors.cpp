#include <algorithm>

#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

bool asks_for_5xx(const std::vector<Matcher>& matchers) {
  return std::any_of(matchers.begin(), matchers.end(), [](const Matcher& matcher) {
    return matcher.label == "code" && matcher.value.find('5') != std::string::npos;
  });
}

/// Without a word about the code, or by another way of writing it.
bool has_5xx(const std::vector<Matcher>& matchers) {
  return may_match(matchers, {{"code", "5xx"}});
}

/// A selector of 5xx of HAProxy's servers, or of what stands before them.
const ScaledPromql::Selector* reads_5xx(const AuditedRule& rule, bool of_servers) {
  for (const ScaledPromql::Selector& selector : rule.read.scaled.selectors) {
    const std::string metric = metric_named(selector.text);
    const bool servers = metric == "haproxy_server_http_responses_total";
    const bool before = metric == "haproxy_backend_http_responses_total" ||
                        metric == "haproxy_frontend_http_responses_total";
    const auto matchers = matchers_of_selector(selector.text);
    if (of_servers ? servers && asks_for_5xx(matchers) : before && has_5xx(matchers)) {
      return &selector;
    }
  }
  return nullptr;
}

std::vector<Place> check(const MonitoringSubject& subject) {
  const bool seen = std::any_of(subject.rules.begin(), subject.rules.end(),
                                [](const auto& rule) { return reads_5xx(rule, false) != nullptr; });
  if (seen) return {};
  for (const AuditedRule& rule : subject.rules) {
    const auto* selector = rule.alerts() ? reads_5xx(rule, true) : nullptr;
    if (selector == nullptr) continue;
    return {place_in_expr(subject, rule, selector->text,
                          "HAProxy counts the 502, 503 and 504 that it makes itself on the backend "
                          "and the frontend, never here; and no other rule reads them")};
  }
  return {};
}

}  // namespace

MonitoringRule blind_to_balancer_errors() {
  return {{.id = "monitoring/blind-to-balancer-errors",
           .severity = Severity::error,
           .title = "Errors are counted on the servers only",
           .why = "When no server is left, or none answers in time, HAProxy answers 503 or 504 "
                  "itself. These stand on the backend and the frontend; on the servers everything "
                  "is at zero: the larger the outage, the quieter the alert.",
           .incident = "",
           .fix = "Alert on haproxy_frontend_http_responses_total or the backend's; the difference "
                  "to the servers tells whose errors they are.",
           .bad = "expr: sum(rate(haproxy_server_http_responses_total{code=\"5xx\"}[5m])) > 1",
           .good = "expr: sum(rate(haproxy_backend_http_responses_total{code=\"5xx\"}[5m])) > 1",
           .topic = Topic::alert_rules},
          check};
}

}  // namespace misfire::monitoring_audit
