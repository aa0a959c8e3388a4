#include "plan/budget.hpp"

#include <algorithm>
#include <cmath>

#include "plan/routes.hpp"

namespace misfire {
namespace {

/// Anything from nothing to `latest`, all alike.
Bounds up_to(ModelDuration latest) {
  return {{}, {latest.value / 2}, latest};
}
Bounds exactly(ModelDuration d) {
  return {d, d, d};
}

/// E·⌈F/E⌉: an alert fires at an evaluation, never between two.
ModelDuration pending_of(const AlertRule& rule) {
  const auto interval = std::max<std::int64_t>(rule.interval.value.count(), 1);
  const auto evaluations = (rule.hold.value.count() + interval - 1) / interval;
  return {std::chrono::milliseconds(evaluations * interval)};
}

Bounds notices_of(const MonitoringFacts& facts, const AlertRule& rule) {
  switch (rule.checks) {
    case ReadsChecks::no:
      return {};
    case ReadsChecks::partly:  // most often a condition beside the cause, which holds already
      return {{}, {}, facts.notices.latest};
    case ReadsChecks::only:
      return facts.notices;
  }
  return {};
}

constexpr double kBadLuck = 0.001;

/// A probe that fails for some of the users fails sooner or later: with all but a thousandth of
/// luck after n scrapes, (1 − r)ⁿ = 0.001.
ModelDuration bad_luck(ModelDuration scrape, double failing) {
  if (failing <= 0 || failing >= 1) return {};
  return model_seconds(scrape.seconds() * (std::log(kBadLuck) / std::log(1 - failing) - 1));
}

/// R·θ/r of the slowest share, where the failing share of logins is what the rule measures; in the
/// middle where nobody knows how far the threshold will be exceeded.
Bounds window_of(const AlertRule& rule, ModelDuration scrape, std::optional<double> failing) {
  Bounds window = up_to(rule.longest_window);
  if (!failing || rule.shares.empty()) return window;
  window.mean = {};
  for (const ShareUse& share : rule.shares) {
    const double filled = share.threshold < *failing ? share.threshold / *failing : 1;
    window.mean = std::max(window.mean, model_seconds(share.range.seconds() * filled));
  }
  window.mean = std::min(window.mean, window.latest);
  if (std::any_of(rule.shares.begin(), rule.shares.end(),
                  [](const ShareUse& share) { return share.sampled; })) {
    window.latest = window.latest + std::max(bad_luck(scrape, *failing), ModelDuration{});
  }
  return window;
}

}  // namespace

Bounds operator+(const Bounds& a, const Bounds& b) {
  return {a.earliest + b.earliest, a.mean + b.mean, a.latest + b.latest};
}

ModelDuration Budget::latest() const {
  return (to_pending() + pending).latest + std::max(alertmanager.latest, existing_group.latest);
}

Budget budget_of(const MonitoringFacts& facts, const AlertRule& rule, const BudgetHints& hints) {
  Budget budget;
  budget.notices = notices_of(facts, rule);
  budget.sample = up_to(facts.scrape_interval);
  budget.window = window_of(rule, facts.scrape_interval, hints.failing);
  budget.evaluation = exactly(rule.query_offset) + up_to(rule.interval + rule.recorded);
  budget.pending = exactly(pending_of(rule));
  const auto routes = routes_to(hints.receivers, routes_of(facts, rule));
  if (routes.empty()) {
    budget.alertmanager = exactly(facts.longest_group_wait);
    budget.existing_group = up_to(facts.longest_group_interval);
    return budget;
  }
  ModelDuration first = routes.front()->group_wait, last = first, turn{};
  const Route* soonest = routes.front();
  const auto at_the_latest = [](const Route* route) {
    return std::max(route->group_wait, route->group_interval);
  };
  for (const Route* route : routes) {
    first = std::min(first, route->group_wait);
    last = std::max(last, route->group_wait);
    turn = std::max(turn, route->group_interval);
    if (at_the_latest(route) < at_the_latest(soonest)) soonest = route;
  }
  // Who is told for sure by several (an escalation besides the team's own) has heard by the
  // soonest.
  if (ends_at_all(facts, rule)) {
    last = std::min(last, soonest->group_wait);
    turn = soonest->group_interval;
  }
  budget.alertmanager = {first, {(first + last).value / 2}, last};
  budget.existing_group = up_to(turn);
  return budget;
}

std::optional<double> expected_share(const Scenario& scenario) {
  if (!scenario.impact || scenario.impact->min <= 0) return {};
  const bool bounded = scenario.impact->max < 1;
  return bounded ? (scenario.impact->min + scenario.impact->max) / 2 : scenario.impact->min;
}

}  // namespace misfire
