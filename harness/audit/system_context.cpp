#include "audit/system_context.hpp"

#include <algorithm>

#include "monitor/render.hpp"
#include "plan/budget.hpp"
#include "scenario/scenario.hpp"

namespace misfire {
namespace {

/// Places for the copies that are rendered on the way to the facts; nothing listens there.
MonitoringAddresses nowhere(const System& system) {
  int port = 20000;
  const auto next = [&] { return Endpoint{"127.0.0.1", port++}; };
  MonitoringAddresses at;
  for (Endpoint* one : {&at.balancer_metrics, &at.balancer_log, &at.entry, &at.blackbox,
                        &at.prometheus, &at.alertmanager, &at.sink, &at.sink_smtp, &at.store}) {
    *one = next();
  }
  for (int i = 0; i < system.backends.count; ++i) at.backends.push_back(next());
  return at;
}

/// Rules that page, from the cause to the notification; the checks' own time is left out, since it
/// is what the budget is compared with.
std::optional<ModelDuration> soonest_page(const MonitoringFacts& facts) {
  std::optional<ModelDuration> soonest;
  for (const AlertRule& rule : facts.rules) {
    if (!is_page(facts, rule.labels) || is_ignored(facts, {{"alertname", rule.name}})) continue;
    Budget budget = budget_of(facts, rule);
    budget.notices = {};
    const ModelDuration mean = budget.to_notify().mean;
    soonest = soonest ? std::min(*soonest, mean) : mean;
  }
  return soonest;
}

}  // namespace

AuditContext context_of(const System& system) {
  AuditContext context;
  context.backends = system.backends;
  const MonitoringAddresses at = nowhere(system);
  const ModelDuration filled{std::chrono::minutes(10)};
  const auto prometheus = render_prometheus(system, at, 1, filled);
  const auto alertmanager = render_alertmanager(system, at, 1, TimelineSpec{}.at);
  if (!prometheus || !alertmanager) return context;
  MonitoringFacts facts;
  facts.scrape_interval = prometheus->scrape_interval;
  facts.rules = prometheus->rules;
  facts.receivers = alertmanager->receivers;
  facts.routes = alertmanager->routes;
  facts.longest_group_wait = alertmanager->longest_group_wait;
  facts.longest_group_interval = alertmanager->longest_group_interval;
  facts.alerts_relabelled = prometheus->alerts_relabelled;
  facts.pages = system.monitoring.pages;
  facts.ignore = system.monitoring.ignore;
  context.alert_budget = soonest_page(facts);
  return context;
}

}  // namespace misfire
