#include "scenario/contradictions.hpp"

#include <fmt/format.h>

namespace misfire {
namespace {

using Name = std::optional<std::string>;

std::optional<std::string> label(const ExpectAlert& alert, const std::string& name) {
  const auto found = alert.labels.find(name);
  return found == alert.labels.end() ? Name() : Name(found->second);
}

/// Every key of the quiet is one that the expected notification has: both cannot come true.
bool forbids(const ExpectQuiet& quiet, const Name& component, const Name& team, const Name& name) {
  const auto covers = [](const Name& forbidden, const Name& expected) {
    return !forbidden || forbidden == expected;
  };
  return covers(quiet.component, component) && covers(quiet.team, team) && covers(quiet.name, name);
}

bool forbids_all(const ExpectQuiet& quiet) {
  return !quiet.component && !quiet.team && !quiet.name;
}

void quiet_against_expected(const Scenario& scenario, Mistakes& mistakes) {
  for (const ExpectQuiet& quiet : scenario.quiet) {
    const auto clash = [&](const char* with, int line) {
      mistakes.add(quiet.where,
                   fmt::format("expect.quiet forbids what {} in line {} demands", with, line),
                   "leave out one of the two");
    };
    for (const ExpectAlert& alert : scenario.alerts) {
      // An alert that is named may be a ticket, which wakes nobody; a symptom is a page.
      if (forbids_all(quiet) && !alert.symptom) continue;
      const Name name = alert.name ? alert.name : label(alert, "alertname");
      if (forbids(quiet, label(alert, "component"), alert.team, name)) {
        clash("expect.alert", alert.where.line);
      }
    }
    if (const auto& blame = scenario.blame;
        blame && forbids(quiet, blame->component, blame->team, std::nullopt)) {
      clash("expect.blame", blame->where.line);
    }
  }
}

void twin_expects_nothing(const Scenario& scenario, Mistakes& mistakes) {
  const std::string hint = "a twin is the control: nobody may be paged, and no login fails";
  for (const ExpectAlert& alert : scenario.alerts) {
    mistakes.add(alert.where, "a twin cannot expect an alert", hint);
  }
  if (scenario.blame) {
    mistakes.add(scenario.blame->where, "a twin cannot expect anything to be blamed", hint);
  }
  if (scenario.impact && scenario.impact->min > 0) {
    mistakes.add(scenario.impact->where, "a twin cannot expect logins to fail", hint);
  }
}

}  // namespace

void demand_fault(const Scenario& scenario, Mistakes& mistakes) {
  if (!scenario.faults.empty()) return;
  mistakes.add({scenario.file, 1, 1}, "no fault is injected",
               scenario.kind == ScenarioKind::twin
                   ? "a twin reloads the unchanged file: add [[fault]] with inject = \"reload\""
                   : "add [[fault]] with inject = \"…\"; misfire faults lists the names");
}

void demand_expectation(const Scenario& scenario, Mistakes& mistakes) {
  const bool expects = scenario.impact || !scenario.alerts.empty() || scenario.blame ||
                       !scenario.quiet.empty() || scenario.recovery;
  // In a twin and a decoy every unexplained page counts, whatever they say.
  if (expects || scenario.kind != ScenarioKind::fault) return;
  mistakes.add({scenario.file, 1, 1}, "nothing is expected, so that nothing could fail",
               "add [[expect.alert]], [expect.blame] or another expectation");
}

void find_contradictions(const Scenario& scenario, Mistakes& mistakes) {
  if (scenario.kind == ScenarioKind::twin) twin_expects_nothing(scenario, mistakes);
  if (scenario.kind == ScenarioKind::decoy && scenario.blame &&
      scenario.blame->component == "load-balancer") {
    mistakes.add(scenario.blame->component_where, "a decoy cannot expect the balancer to be blamed",
                 "its cause is something else; leave out kind = \"decoy\" if it is the balancer");
  }
  quiet_against_expected(scenario, mistakes);
}

}  // namespace misfire
