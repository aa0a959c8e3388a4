#include "scenario/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"

namespace misfire {
namespace {

// How long a fault without `for` lasts: plan/bind says so, too.
constexpr ModelDuration kDefaultLength = {std::chrono::minutes(10)};

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

/// When the moment that a limit counts from is at the earliest.
ModelDuration earliest(const Scenario& scenario, const std::string& from) {
  std::optional<ModelDuration> first;
  for (const FaultSpec& fault : scenario.faults) {
    if (from == fault.id) return fault.at;
    first = std::min(first.value_or(fault.at), fault.at);
  }
  return first.value_or(ModelDuration{});
}

/// Whether what is expected may still come in time once the quiet has ended. Of the effect nobody
/// knows the moment.
bool ends_in_time(const Scenario& scenario, const ExpectQuiet& quiet, const Within& within) {
  return quiet.until &&
         (within.from == "effect" ||
          earliest(scenario, "") + *quiet.until < earliest(scenario, within.from) + within.limit);
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
      if (ends_in_time(scenario, quiet, alert.within)) continue;
      const Name name = alert.name ? alert.name : label(alert, "alertname");
      if (forbids(quiet, label(alert, "component"), alert.team, name)) {
        clash("expect.alert", alert.where.line);
      }
    }
    if (const auto& blame = scenario.blame;
        blame && !ends_in_time(scenario, quiet, blame->within) &&
        forbids(quiet, blame->component, blame->team, std::nullopt)) {
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

/// How long a run looks, counted from the first moment of the faults.
ModelDuration watched_for(const Scenario& scenario) {
  ModelDuration end;
  for (const FaultSpec& fault : scenario.faults) {
    end = std::max(end, fault.at + fault.lasts.value_or(kDefaultLength));
  }
  return end + scenario.timeline.recovery;
}

/// A limit that passes after the run has ended: nobody could tell that it was missed.
void limits_are_watched(const Scenario& scenario, Mistakes& mistakes) {
  if (scenario.faults.empty()) return;  // reported already
  const ModelDuration watched = watched_for(scenario);
  const auto check = [&](const std::string& key, const Within& within, const Position& where) {
    if (earliest(scenario, within.from) + within.limit <= watched) return;
    mistakes.add(where,
                 fmt::format("{} is {}, but the run looks only until {} after the fault: "
                             "its faults last until {}, recovery {}",
                             key, format_duration(within.limit), format_duration(watched),
                             format_duration(watched - scenario.timeline.recovery),
                             format_duration(scenario.timeline.recovery)),
                 "shorten it, or lengthen the fault's for or timeline.recovery");
  };
  for (const ExpectAlert& alert : scenario.alerts) {
    check("expect.alert.within", alert.within, alert.where);
  }
  if (scenario.blame) check("expect.blame.within", scenario.blame->within, scenario.blame->where);
  for (const ExpectQuiet& quiet : scenario.quiet) {
    if (quiet.until) check("expect.quiet.until", {*quiet.until, ""}, quiet.where);
  }
  if (!scenario.recovery) return;
  const auto recovery = [&](const char* claim, ModelDuration limit) {
    if (limit <= scenario.timeline.recovery) return;
    mistakes.add(
        scenario.recovery->where,
        fmt::format("expect.recovery.{} has {}, but the run looks only {} longer than the "
                    "fault (timeline.recovery)",
                    claim, format_duration(limit), format_duration(scenario.timeline.recovery)),
        fmt::format("write [timeline] recovery = \"{}\", or shorten within",
                    format_duration(limit)));
  };
  if (scenario.recovery->logins_ok) recovery("logins_ok", scenario.recovery->logins_ok->within);
  if (scenario.recovery->alerts_resolved) {
    recovery("alerts_resolved", *scenario.recovery->alerts_resolved);
  }
}

void effect_exists(const Scenario& scenario, Mistakes& mistakes) {
  if (!scenario.impact || scenario.impact->max > 0) return;
  const auto check = [&](const Within& within, const Position& where) {
    if (within.from != "effect") return;
    mistakes.add(where, "within counts from the effect, but expect.impact allows no failed login",
                 "the effect is the first harm to users: count from the fault instead");
  };
  for (const ExpectAlert& alert : scenario.alerts) check(alert.within, alert.where);
  if (scenario.blame) check(scenario.blame->within, scenario.blame->where);
}

void alerts_are_told_apart(const Scenario& scenario, Mistakes& mistakes) {
  const auto same = [](const ExpectAlert& a, const ExpectAlert& b) {
    return a.symptom == b.symptom && a.name == b.name && a.labels == b.labels && a.team == b.team;
  };
  for (auto alert = scenario.alerts.begin(); alert != scenario.alerts.end(); ++alert) {
    const Name other_name = label(*alert, "alertname");
    if (alert->name && other_name && alert->name != other_name) {
      mistakes.add(alert->where,
                   fmt::format("expect.alert has the name \"{}\" and the label alertname \"{}\": "
                               "no alert has both",
                               *alert->name, *other_name),
                   "leave out one of the two");
    }
    const auto before = std::find_if(scenario.alerts.begin(), alert,
                                     [&](const ExpectAlert& one) { return same(one, *alert); });
    if (before == alert) continue;
    const bool contradicts = !(before->within == alert->within);
    mistakes.add(alert->where,
                 fmt::format("expect.alert says the same as the one in line {}{}",
                             before->where.line, contradicts ? ", with another limit" : ""),
                 "leave out one of the two");
  }
}

void something_can_resolve(const Scenario& scenario, Mistakes& mistakes) {
  if (!scenario.recovery || !scenario.recovery->alerts_resolved) return;
  if (!scenario.alerts.empty() || scenario.blame) return;
  mistakes.add(scenario.recovery->where,
               "expect.recovery.alerts_resolved is about expected alerts, and none is expected",
               "add [[expect.alert]], or leave out alerts_resolved");
}

}  // namespace

void demand_fault(const Scenario& scenario, Mistakes& mistakes) {
  if (!scenario.faults.empty()) return;
  if (!scenario.alert_faults.empty()) {
    mistakes.add(scenario.alert_faults.front().where,
                 fmt::format("{} alone harms nobody: it bites when somebody needs the alert",
                             scenario.alert_faults.front().inject),
                 "add a [[fault]] of the balancer, a stressor, or inject = \"reload\"");
    return;
  }
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
  limits_are_watched(scenario, mistakes);
  effect_exists(scenario, mistakes);
  alerts_are_told_apart(scenario, mistakes);
  something_can_resolve(scenario, mistakes);
}

}  // namespace misfire
