#include "judge/guarantee.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/duration.hpp"
#include "judge/folds.hpp"
#include "judge/match.hpp"
#include "judge/words.hpp"
#include "plan/cannot_fire.hpp"
#include "plan/routes.hpp"

namespace misfire {
namespace {

/// The stage that takes most of the worst case, as people call it.
std::string largest_part(const Budget& budget) {
  const std::pair<const char*, ModelDuration> parts[] = {
      {"health checks", budget.notices.latest}, {"the scrape", budget.sample.latest},
      {"the window", budget.window.latest},     {"the evaluation", budget.evaluation.latest},
      {"`for`", budget.pending.latest},         {"group_wait", budget.alertmanager.latest}};
  const auto* most =
      std::max_element(std::begin(parts), std::end(parts),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return fmt::format("{} of it is {}", human_duration(most->second), most->first);
}

class Guarantees {
 public:
  explicit Guarantees(const Plan& plan)
      : plan_(plan), facts_(plan.monitoring), failing_(expected_share(plan.scenario)) {}

  Guarantee alert(const char* kind, std::string text, const Wanted& wanted) const {
    Guarantee out{kind, std::move(text), wanted.within, {}, {}};
    const std::vector<std::string> receivers = receivers_of(wanted.team);
    std::vector<const AlertRule*> elsewhere;
    const auto could = [&](const AlertRule& rule) {
      if (!wanted.could_match(rule)) return false;
      const auto routes = routes_of(facts_, rule);
      const bool gets_there = receivers.empty() || routes.empty() || reach(routes, receivers);
      if (!gets_there) elsewhere.push_back(&rule);
      return gets_there;
    };
    out.rules = rules(could, receivers);
    out.doubt = out.rules.empty() && !elsewhere.empty()
                    ? goes_elsewhere(*elsewhere.front(), wanted, receivers)
                    : doubt(out, wanted);
    return out;
  }

  Guarantee quiet(std::string text, const ExpectQuiet& spec) const {
    Guarantee out{"quiet", std::move(text), {}, {}, {}};
    out.rules = breakers(plan_, spec);
    for (const RuleBudget& rule : out.rules) {
      if (out.doubt.empty()) out.doubt = distrust(plan_, *rule.rule);
    }
    quickest_first(out.rules);
    return out;
  }

 private:
  std::vector<std::string> receivers_of(const std::optional<std::string>& team) const {
    const auto found = facts_.teams.find(team.value_or(""));
    return found == facts_.teams.end() ? std::vector<std::string>{} : found->second;
  }

  std::string goes_elsewhere(const AlertRule& rule, const Wanted& wanted,
                             const std::vector<std::string>& receivers) const {
    std::vector<std::string> there;
    for (const Route* route : routes_of(facts_, rule)) {
      if (std::find(there.begin(), there.end(), route->receiver) == there.end()) {
        there.push_back(route->receiver);
      }
    }
    return fmt::format("{} would be one, but its labels lead to {}, and team {} has {}",
                       ticked(rule.name), ticked_list(there), wanted.team.value_or(""),
                       ticked_list(receivers));
  }

  template <class Predicate>
  std::vector<RuleBudget> rules(const Predicate& matches,
                                const std::vector<std::string>& receivers) const {
    const BudgetHints hints{failing_, receivers};
    std::vector<RuleBudget> found;
    for (const AlertRule& rule : facts_.rules) {
      if (!matches(rule)) continue;
      found.push_back(rule_budget(facts_, rule, hints, [&](const AlertRule& mate) {
        return mate.name != rule.name || mate.where != rule.where;
      }));
    }
    quickest_first(found);
    return found;
  }

  static void quickest_first(std::vector<RuleBudget>& rules) {
    std::stable_sort(rules.begin(), rules.end(), [](const RuleBudget& a, const RuleBudget& b) {
      return a.worst_case() < b.worst_case();
    });
  }

  std::string doubt(const Guarantee& of, const Wanted& wanted) const {
    if (of.rules.empty()) return wanted.no_rule;
    // Which of them the fault makes fire is not known: the slowest must be in time.
    const auto can = [&](const RuleBudget& rule) {
      return why_it_cannot(facts_, *rule.rule).empty();
    };
    const auto able = std::find_if(of.rules.rbegin(), of.rules.rend(), [&](const RuleBudget& rule) {
      return can(rule) && distrust(plan_, *rule.rule).empty();
    });
    if (able == of.rules.rend()) {
      const auto untold = std::find_if(of.rules.begin(), of.rules.end(), can);
      if (untold != of.rules.end()) return distrust(plan_, *untold->rule);
      return fmt::format("{} cannot: {}", ticked(of.rules.front().rule->name),
                         why_it_cannot(facts_, *of.rules.front().rule).front());
    }
    const ModelDuration limit = wanted.within.limit;
    const Budget& budget = able->budget;
    const std::string name = ticked(able->rule->name);
    if (able->worst_case() <= limit) return {};
    const bool impossible = std::all_of(
        of.rules.begin(), of.rules.end(),
        [&](const RuleBudget& rule) { return rule.budget.to_notify().earliest > limit; });
    if (impossible) {
      return fmt::format("{} is impossible: {} needs {} at least, and {}",
                         within_text(wanted.within), name,
                         human_duration(budget.to_notify().earliest), largest_part(budget));
    }
    if (budget.to_notify().latest > limit) {
      return fmt::format("{}, but the worst case of {} is {}: {}", within_text(wanted.within), name,
                         human_duration(budget.to_notify().latest), largest_part(budget));
    }
    return fmt::format(
        "{} in a new group, where the worst case of {} is {}; but {} may have begun "
        "its group, and then it is {}: group_interval is {}",
        within_text(wanted.within), name, human_duration(budget.to_notify().latest),
        ticked_list(able->group_mates), human_duration(budget.latest()),
        human_duration(budget.existing_group.latest));
  }

  const Plan& plan_;
  const MonitoringFacts& facts_;
  std::optional<double> failing_;
};

}  // namespace

std::vector<Guarantee> guarantees_of(const Plan& plan) {
  const Guarantees guarantees(plan);
  const Instant now = from_nanos(0);
  std::map<std::string, std::vector<std::string>> claims;  // as the folds word them, by kind
  for (const auto& expectation : make_expectations(plan)) {
    const ExpectationOutcome outcome = expectation->outcome(now);
    claims[outcome.kind].push_back(outcome.text);
  }
  std::vector<Guarantee> out;
  const Scenario& scenario = plan.scenario;
  for (std::size_t i = 0; i < scenario.alerts.size(); ++i) {
    out.push_back(guarantees.alert("alert", claims["alert"].at(i),
                                   wanted(plan.monitoring, scenario.alerts[i])));
  }
  if (scenario.blame) {
    out.push_back(
        guarantees.alert("blame", claims["blame"].at(0), wanted(plan.monitoring, *scenario.blame)));
  }
  for (std::size_t i = 0; i < scenario.quiet.size(); ++i) {
    out.push_back(guarantees.quiet(claims["quiet"].at(i), scenario.quiet[i]));
  }
  return out;
}

}  // namespace misfire
