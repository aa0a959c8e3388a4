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

template <class Wanted>
std::vector<Told> told(const Plan& plan, const Judgement& judgement, Wanted wanted) {
  std::vector<Told> all;
  for (const AlertOutcome& alert : judgement.alerts) {
    if (!alert.stages.notified || !wanted(alert)) continue;
    Told one{who(plan, alert), &alert};
    const bool again = std::any_of(all.begin(), all.end(), [&](const Told& before) {
      return before.who == one.who && before.alert->name == alert.name;
    });
    if (!again) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

std::vector<Told> who_was_told(const Plan& plan, const Judgement& judgement) {
  return told(plan, judgement, [](const AlertOutcome& alert) { return alert.expected; });
}

std::vector<Told> who_else_was_paged(const Plan& plan, const Judgement& judgement) {
  return told(plan, judgement,
              [](const AlertOutcome& alert) { return !alert.expected && alert.page; });
}

std::vector<std::string> pages_gone_astray(const Judgement& judgement) {
  std::vector<std::string> all;
  for (const std::string& what : judgement.also_notified) {
    if (what.find("` paged `") != what.npos) all.push_back(what);
  }
  return all;
}

}  // namespace misfire
