#include "judge/unexplained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "judge/words.hpp"

namespace misfire {
namespace {

/// Pages that a broken expectation already tells about are not told twice.
bool told_elsewhere(const Plan& plan, const Labels& labels, const std::string& receiver) {
  return std::any_of(
      plan.scenario.quiet.begin(), plan.scenario.quiet.end(),
      [&](const ExpectQuiet& q) { return breaks(plan.monitoring, q, labels, receiver); });
}

class Explainer {
 public:
  explicit Explainer(const Plan& plan) : plan_(plan) {
    for (const ExpectAlert& alert : plan.scenario.alerts) {
      wanted_.push_back(wanted(plan.monitoring, alert));
    }
    if (plan.scenario.blame) wanted_.push_back(wanted(plan.monitoring, *plan.scenario.blame));
  }

  bool explained(const Labels& labels, const std::string& receiver) const {
    return std::any_of(wanted_.begin(), wanted_.end(), [&](const Wanted& w) {
      return w.matches(labels) && (!w.team || serves(plan_.monitoring, receiver, *w.team));
    });
  }

  /// What is wrong with a page that nothing explains; empty if it is merely unexpected.
  std::string wrong(const Labels& labels, const std::string& receiver) const {
    const Scenario& scenario = plan_.scenario;
    if (scenario.kind != ScenarioKind::fault) {
      return fmt::format("nothing in this {} explains it", to_string(scenario.kind));
    }
    if (is_known_gap(labels)) return {};
    if (const std::string team = wrong_team(labels, receiver); !team.empty()) {
      return fmt::format("it is team {}'s page, but the receiver is team {}'s", team,
                         team_of(plan_.monitoring, receiver));
    }
    const std::string component = component_of(plan_.monitoring, labels);
    if (scenario.blame && !component.empty() && component != scenario.blame->component) {
      return fmt::format("it blames {}, not {}", ticked(component),
                         ticked(scenario.blame->component));
    }
    return scenario.strict ? "the scenario is strict" : "";
  }

 private:
  /// A page that goes astray because of a gap is told with the gap's expectation.
  bool is_known_gap(const Labels& labels) const {
    const auto& blame = plan_.scenario.blame;
    if (blame && blame->gap && !component_of(plan_.monitoring, labels).empty()) return true;
    return std::any_of(wanted_.begin(), wanted_.end(),
                       [&](const Wanted& w) { return w.gap && w.matches(labels); });
  }

  /// The team whose page it is, when the receiver belongs to another one. A receiver of no team
  /// (an archive, the default) is nobody's pager.
  std::string wrong_team(const Labels& labels, const std::string& receiver) const {
    const MonitoringFacts& facts = plan_.monitoring;
    if (team_of(facts, receiver).empty()) return {};
    if (const std::string& team = label(labels, "team"); facts.teams.contains(team)) {
      return serves(facts, receiver, team) ? "" : team;
    }
    for (const Wanted& w : wanted_) {
      if (w.team && w.matches(labels)) return *w.team;
    }
    return {};
  }

  const Plan& plan_;
  std::vector<Wanted> wanted_;
};

}  // namespace

Unexplained unexplained(const Evidence& evidence) {
  Unexplained found;
  const auto fault = evidence.fault();
  if (!fault) return found;
  const Plan& plan = evidence.plan();
  const MonitoringFacts& facts = plan.monitoring;
  const Explainer explainer(plan);
  std::set<std::pair<std::string, std::string>> told;
  for (const auto& [at, fact] : evidence.notified()) {
    if (at < *fault || fact.observer || fact.resolved) continue;
    for (const Notified::Alert& alert : fact.alerts) {
      if (alert.resolved || is_ignored(facts, alert.labels)) continue;
      if (explainer.explained(alert.labels, fact.receiver)) continue;
      const std::string& name = label(alert.labels, "alertname");
      if (!told.insert({name, fact.receiver}).second) continue;
      const bool page = is_page(facts, alert.labels);
      const std::string when = span_text(*fault, at, plan.speed);
      const std::string what = fmt::format("{} {} {} after {}", ticked(name),
                                           page ? "paged" : "went to", ticked(fact.receiver), when);
      std::string wrong = page                   ? explainer.wrong(alert.labels, fact.receiver)
                          : plan.scenario.strict ? std::string("the scenario is strict")
                                                 : std::string();
      if (wrong.empty()) {
        found.also_notified.push_back(what);
        continue;
      }
      if (told_elsewhere(plan, alert.labels, fact.receiver)) continue;
      if (const auto why = distrust(plan, alert.labels); !why.empty()) {
        found.untellable.push_back(fmt::format("{}, but {}", what, why));
        continue;
      }
      found.failures.push_back({"unexplained",
                                plan.scenario.kind == ScenarioKind::fault
                                    ? "no page goes to the wrong team or blames the wrong part"
                                    : "nobody is paged without an explanation",
                                fmt::format("{}: {}", what, wrong), Ruling::missed});
    }
  }
  return found;
}

}  // namespace misfire
