#include "run/collect.hpp"

#include "monitor/coverage.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kQuery = 30s;

}  // namespace

Result<void> collect(const Conducting& c, Stack& stack, Instant observed_from) {
  if (auto ok = c.watch.poll_rest(); !ok) return ok;
  const Plan& plan = c.prepared.plan;
  const Endpoint prometheus = stack.prometheus->from_harness("http");
  const Instant now = c.watch.clock().now();
  ModelDuration interval = plan.monitoring.scrape_interval;
  for (const AlertRule& rule : plan.monitoring.rules) interval = std::max(interval, rule.interval);

  auto changes =
      read_alert_changes(prometheus, observed_from, now, to_wall(interval, plan.speed), kQuery);
  if (!changes) return tl::unexpected(changes.error());
  for (Event& event : *changes) {
    if (auto ok = c.watch.note(event.at, std::move(event.fact)); !ok) return ok;
  }
  for (Event& event : read_delivery_failures(stack.alertmanager->log_tail(4u << 20))) {
    if (auto ok = c.watch.note(event.at, std::move(event.fact)); !ok) return ok;
  }
  // Data for the whole time, or the run proves nothing.
  auto gaps = scrape_gaps(prometheus, observed_from, now, kQuery);
  if (!gaps) return tl::unexpected(gaps.error());
  for (const std::string& gap : *gaps) {
    if (auto ok = c.watch.note(Trouble{gap}); !ok) return ok;
  }
  auto rules = read_rules(prometheus, kQuery);
  if (!rules) return tl::unexpected(rules.error());
  for (const std::string& rule : rules->failing) {
    if (auto ok = c.watch.note(Trouble{"Prometheus could not evaluate the rule " + rule}); !ok) {
      return ok;
    }
  }
  return {};
}

}  // namespace misfire
