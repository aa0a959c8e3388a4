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

Wrong PageSense::wrong_page(const Evidence& evidence, const Labels& labels,
                            const std::string& receiver, Instant at, Instant now) const {
  const Scenario& scenario = plan_.scenario;
  if (scenario.kind != ScenarioKind::fault) {
    const Copy copy = told_to_a_wanted_team(evidence, labels, at, now);
    if (copy == Copy::yes) return wrong_ticket();
    return {Wrong::Kind::for_nothing,
            fmt::format("nothing in this {} explains it", to_string(scenario.kind)),
            copy == Copy::open};
  }
  if (is_known_gap(labels)) return {};
  if (const std::string team = wrong_team(labels, receiver); !team.empty()) {
    const Copy copy = told_to(team, evidence, labels, at, now);
    if (copy != Copy::yes) {
      return {Wrong::Kind::wrong_team,
              fmt::format("it is team {}'s page, but the receiver is team {}'s", team,
                          team_of(plan_.monitoring, receiver)),
              copy == Copy::open};
    }
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

/// Whether its own team has it, or may yet have it.
Copy PageSense::told_to(const std::string& team, const Evidence& evidence, const Labels& labels,
                        Instant at, Instant now) const {
  std::vector<Within> limits;
  for (const Wanted& w : wanted_) {
    if (w.team == team && w.matches(labels)) limits.push_back(w.within);
  }
  return copy_of(evidence, labels, at, team, limits, now);
}

Copy PageSense::told_to_a_wanted_team(const Evidence& evidence, const Labels& labels, Instant at,
                                      Instant now) const {
  Copy best = Copy::no;
  for (const Wanted& w : wanted_) {
    if (w.team && w.matches(labels)) {
      best = std::max(best, told_to(*w.team, evidence, labels, at, now));
    }
  }
  return best;
}

}  // namespace misfire
