#include "report/told.hpp"

#include <algorithm>

#include "judge/words.hpp"

namespace misfire {
namespace {

/// An expectation need not name the team: whoever has the receiver was told.
std::string who(const Plan& plan, const AlertOutcome& alert) {
  if (!alert.team.empty()) return alert.team;
  const std::string team = team_of(plan.monitoring, alert.receiver);
  return team.empty() ? ticked(alert.receiver) : team;
}

}  // namespace

std::vector<Told> who_was_told(const Plan& plan, const Judgement& judgement) {
  std::vector<Told> all;
  for (const AlertOutcome& alert : judgement.alerts) {
    if (!alert.expected || !alert.met || !alert.stages.notified) continue;
    Told one{who(plan, alert), &alert};
    const bool again = std::any_of(all.begin(), all.end(), [&](const Told& before) {
      return before.who == one.who && before.alert->name == alert.name;
    });
    if (!again) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace misfire
