#include "judge/copy.hpp"

#include <algorithm>

#include "judge/folds.hpp"
#include "plan/routes.hpp"

namespace misfire {
namespace {

/// The first time since the fault that a receiver of the team got this very alert.
std::optional<Instant> first_at(const Evidence& evidence, const Labels& page,
                                const std::string& team) {
  const auto fault = evidence.fault();
  if (!fault) return {};
  for (const auto& [at, fact] : evidence.notified()) {
    if (at < *fault || fact.observer || fact.resolved) continue;
    if (!serves(evidence.plan().monitoring, fact.receiver, team)) continue;
    const bool carries = std::any_of(
        fact.alerts.begin(), fact.alerts.end(),
        [&](const Notified::Alert& alert) { return !alert.resolved && alert.labels == page; });
    if (carries) return at;
  }
  return {};
}

bool routed_to(const MonitoringFacts& facts, const Labels& page, const std::string& team) {
  const auto receivers = facts.teams.find(team);
  if (receivers == facts.teams.end()) return false;
  const auto rules = rules_of(facts, page);
  return std::any_of(rules.begin(), rules.end(), [&](const AlertRule* rule) {
    return reach(routes_of(facts, *rule), receivers->second);
  });
}

}  // namespace

Copy copy_of(const Evidence& evidence, const Labels& page, Instant at, const std::string& own_team,
             const std::vector<Within>& limits, Instant now) {
  const MonitoringFacts& facts = evidence.plan().monitoring;
  const ModelDuration apart = std::max(facts.longest_group_wait, facts.longest_group_interval);
  const Instant latest = at + to_wall(apart, evidence.plan().speed);
  if (const auto own = first_at(evidence, page, own_team)) {
    const bool within = std::any_of(limits.begin(), limits.end(), [&](const Within& limit) {
      return rule_in_time(evidence, limit, own, *own) == Ruling::met;
    });
    return within || *own <= latest ? Copy::yes : Copy::no;
  }
  return now < latest && routed_to(facts, page, own_team) ? Copy::open : Copy::no;
}

}  // namespace misfire
