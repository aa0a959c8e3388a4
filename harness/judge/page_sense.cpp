#include "judge/page_sense.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/words.hpp"

namespace misfire {

PageSense::PageSense(const Plan& plan) : plan_(plan) {
  for (const ExpectAlert& alert : plan.scenario.alerts) {
    wanted_.push_back(wanted(plan.monitoring, alert));
  }
  if (plan.scenario.blame) wanted_.push_back(wanted(plan.monitoring, *plan.scenario.blame));
}

bool PageSense::explained(const Labels& labels, const std::string& receiver) const {
  return std::any_of(wanted_.begin(), wanted_.end(), [&](const Wanted& w) {
    return w.matches(labels) && (!w.team || serves(plan_.monitoring, receiver, *w.team));
  });
}

Wrong PageSense::wrong_page(const Labels& labels, const std::string& receiver) const {
  const Scenario& scenario = plan_.scenario;
  if (scenario.kind != ScenarioKind::fault) {
    return {Wrong::Kind::for_nothing,
            fmt::format("nothing in this {} explains it", to_string(scenario.kind))};
  }
  if (is_known_gap(labels)) return {};
  if (const std::string team = wrong_team(labels, receiver); !team.empty()) {
    return {Wrong::Kind::wrong_team,
            fmt::format("it is team {}'s page, but the receiver is team {}'s", team,
                        team_of(plan_.monitoring, receiver))};
  }
  const std::string component = component_of(plan_.monitoring, labels);
  if (scenario.blame && !component.empty() && component != scenario.blame->component) {
    return {Wrong::Kind::wrong_blame, fmt::format("it blames {}, not {}", ticked(component),
                                                  ticked(scenario.blame->component))};
  }
  return wrong_ticket();
}

Wrong PageSense::wrong_ticket() const {
  if (!plan_.scenario.strict) return {};
  return {Wrong::Kind::for_nothing, "the scenario is strict"};
}

bool PageSense::breaks_quiet(const Labels& labels, const std::string& receiver,
                             ModelDuration after_fault) const {
  const auto broken = [&](const ExpectQuiet& quiet) {
    return still_forbids(quiet, after_fault) && breaks(plan_.monitoring, quiet, labels, receiver);
  };
  return std::any_of(plan_.scenario.quiet.begin(), plan_.scenario.quiet.end(), broken);
}

/// A page that goes astray because of a gap is told with the gap's expectation.
bool PageSense::is_known_gap(const Labels& labels) const {
  const auto& blame = plan_.scenario.blame;
  if (blame && blame->gap && !component_of(plan_.monitoring, labels).empty()) return true;
  return std::any_of(wanted_.begin(), wanted_.end(),
                     [&](const Wanted& w) { return w.gap && w.matches(labels); });
}

/// The team whose page it is, when the receiver belongs to another one. A receiver of no team
/// (an archive, the default) is nobody's pager.
std::string PageSense::wrong_team(const Labels& labels, const std::string& receiver) const {
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

}  // namespace misfire
