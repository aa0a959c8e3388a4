#include <fmt/format.h>

#include <array>
#include <set>

#include "audit/monitoring/list.hpp"
#include "audit/monitoring/places.hpp"
#include "monitor/promql_selector.hpp"

namespace misfire::monitoring_audit {
namespace {

/// Names of the retired haproxy_exporter, and what HAProxy's own exporter has instead.
struct OldName {
  std::string_view old, now;
};
constexpr std::array<OldName, 9> kOldNames{{
    {"haproxy_up", "up"},
    {"haproxy_server_up", "haproxy_server_status{state=\"UP\"}"},
    {"haproxy_backend_up", "haproxy_backend_status{state=\"UP\"}"},
    {"haproxy_exporter_total_scrapes", "up"},
    {"haproxy_exporter_csv_parse_failures", "up"},
    {"haproxy_backend_http_queue_time_average_seconds",
     "haproxy_backend_queue_time_average_seconds"},
    {"haproxy_backend_http_connect_time_average_seconds",
     "haproxy_backend_connect_time_average_seconds"},
    {"haproxy_backend_http_response_time_average_seconds",
     "haproxy_backend_response_time_average_seconds"},
    {"haproxy_backend_http_total_time_average_seconds",
     "haproxy_backend_total_time_average_seconds"},
}};

/// HAProxy's own exporter names every proxy by the label `proxy`.
std::string wrong_label(const std::string& metric, const std::vector<Matcher>& matchers) {
  const bool of_haproxy = metric.starts_with("haproxy_server_") ||
                          metric.starts_with("haproxy_backend_") ||
                          metric.starts_with("haproxy_frontend_");
  for (const Matcher& matcher : matchers) {
    if (of_haproxy && (matcher.label == "backend" || matcher.label == "frontend")) {
      return matcher.label;
    }
  }
  return {};
}

std::string told_of(const std::string& selector) {
  const std::string metric = metric_named(selector);
  for (const OldName& name : kOldNames) {
    if (metric == name.old) {
      return fmt::format("{} is of the retired haproxy_exporter; HAProxy's own has {}", metric,
                         name.now);
    }
  }
  const std::string label = wrong_label(metric, matchers_of_selector(selector));
  if (label.empty()) return {};
  return fmt::format("{} has no label {} in HAProxy's own exporter: it is called proxy", metric,
                     label);
}

/// nginx's own exporter reads stub_status, whose requests have no labels of their own.
std::string told_of_nginx(const std::string& selector) {
  if (metric_named(selector) != "nginx_http_requests_total") return {};
  for (const Matcher& matcher : matchers_of_selector(selector)) {
    if (matcher.label == "status" || matcher.label == "code" || matcher.label == "host") {
      return fmt::format(
          "stub_status counts requests without a label {}: only Lua's exporter has it",
          matcher.label);
    }
  }
  return {};
}

template <class Tell>
std::vector<Place> each_selector(const MonitoringSubject& subject, const Tell& tell) {
  std::vector<Place> places;
  for (const AuditedRule& rule : subject.rules) {
    std::set<std::string> told;
    for (const ScaledPromql::Selector& selector : rule.read.scaled.selectors) {
      std::string message = tell(selector.text);
      if (message.empty() || !told.insert(selector.text).second) continue;
      places.push_back(place_in_expr(subject, rule, selector.text, std::move(message)));
    }
  }
  return places;
}

std::vector<Place> check_haproxy(const MonitoringSubject& subject) {
  return each_selector(subject, told_of);
}

/// Does a job scrape nginx's own exporter, which listens on 9113?
bool scrapes_stub_status(const MonitoringSubject& subject) {
  for (const AuditedJob& job : subject.jobs) {
    const YamlTree* groups = job.tree->find("static_configs");
    const YamlTree none;
    for (const YamlTree& group : (groups ? *groups : none).items) {
      const YamlTree* targets = group.find("targets");
      for (const YamlTree& target : (targets ? *targets : none).items) {
        if (target.text.ends_with(":9113")) return true;
      }
    }
  }
  return false;
}

std::vector<Place> check_nginx(const MonitoringSubject& subject) {
  if (!scrapes_stub_status(subject)) return {};
  return each_selector(subject, told_of_nginx);
}

}  // namespace

MonitoringRule old_haproxy_names() {
  return {
      {.id = "monitoring/old-haproxy-names",
       .severity = Severity::error,
       .title = "Names of the retired haproxy_exporter",
       .why = "HAProxy has an exporter of its own since 2.0, with other names and the label "
              "`proxy` in the place of `backend` and `frontend`. Rules that were not rewritten "
              "with the move read nothing and never fire.",
       .incident =
           "samber/awesome-prometheus-alerts#201 (2021): published rules for HAProxy named "
           "metrics, and the label `proxy`, that the exporter in use did not have; no alert came.",
       .fix = "The name that the finding tells, with proxy=\"…\".",
       .bad = "expr: haproxy_server_up == 0",
       .good = "expr: haproxy_server_status{state=\"UP\"} == 0",
       .topic = Topic::alert_rules},
      check_haproxy};
}

MonitoringRule stub_status_labels() {
  return {
      {.id = "monitoring/stub-status-labels",
       .severity = Severity::error,
       .title = "Status codes are asked of nginx's stub_status",
       .why = "stub_status counts connections and requests, and nothing about them: neither "
              "status codes nor upstreams. Rules that were written for an exporter in Lua match "
              "nothing on nginx's own exporter.",
       .incident = "",
       .fix = "Count status codes from the access log (mtail), or in a module; or ask the "
              "service.",
       .bad = "expr: rate(nginx_http_requests_total{status=~\"5..\"}[5m]) > 1",
       .good = "expr: rate(nginx_log_responses_total{code=~\"5..\"}[5m]) > 1",
       .topic = Topic::alert_rules},
      check_nginx};
}

}  // namespace misfire::monitoring_audit
