#include "judge/review_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/words.hpp"

namespace misfire {
namespace {

bool is_control(const ReviewedRun& run) {
  return run.kind != ScenarioKind::fault;
}

std::vector<std::string> caught_by(const ReviewedRun& run) {
  std::vector<std::string> names;
  for (const ReviewedAlert& alert : run.alerts) {
    if (alert.cell == Cell::caught) names.push_back(alert.name);
  }
  return names;
}

/// Why no cause alert tells this run from a decoy or twin; empty if one does.
std::string why_not(const ReviewedRun& run, const Controls& controls) {
  std::string raised;
  for (const ReviewedAlert& alert : run.alerts) {
    if (alert.cell != Cell::caught || alert.component.empty()) continue;
    const auto control = controls.fired.find(alert.name);
    if (control == controls.fired.end()) return {};
    raised += fmt::format("{}{} fires in {}, too", raised.empty() ? "" : ", ", ticked(alert.name),
                          control->second);
  }
  if (!raised.empty()) return raised;
  if (!run.expects_blame) return "no alert that names a cause is expected";
  return "no alert that names a cause caught it";
}

}  // namespace

Controls controls_of(const std::vector<ReviewColumn>& columns, const std::string& system) {
  Controls controls;
  for (const ReviewColumn& column : columns) {
    const ReviewedRun& first = *column.front();
    if (!is_control(first) || first.system != system) continue;
    if (first.kind == ScenarioKind::decoy) ++controls.decoys;
    for (const ReviewedRun* run : column) {
      for (const ReviewedAlert& alert : run->alerts) {
        if (alert.fired) controls.fired.try_emplace(alert.name, run->scenario);
      }
    }
  }
  return controls;
}

Review::Scenario scenario_of(const ReviewColumn& column, const Controls& controls) {
  const ReviewedRun& first = *column.front();
  Review::Scenario out;
  out.name = first.scenario;
  out.title = first.title;
  out.system = first.system;
  out.kind = first.kind;
  out.harmful = first.harmful;
  out.alert_faults = first.alert_faults;
  out.runs = column.size();
  out.noticed = out.caught = true;
  out.caught_by = caught_by(first);
  if (out.harmful && controls.decoys > 0) out.discriminating = true;
  for (const ReviewedRun* run : column) {
    if (run->verdict == Verdict::fail) ++out.failed;
    out.noticed = out.noticed && run->noticed;
    out.caught = out.caught && run->caught;
    const auto here = caught_by(*run);
    std::erase_if(out.caught_by, [&](const std::string& name) {
      return std::find(here.begin(), here.end(), name) == here.end();
    });
    for (const ReviewedRun::Unmet& one : run->unmet) {
      // Runs differ in when it came: the claim is told once.
      const auto told = std::any_of(
          out.unmet.begin(), out.unmet.end(),
          [&](const ReviewedRun::Unmet& other) { return other.expectation == one.expectation; });
      if (!told) out.unmet.push_back(one);
    }
    if (!out.discriminating) continue;
    if (auto why = why_not(*run, controls); !why.empty()) {
      out.discriminating = false;
      if (out.why_not.empty()) out.why_not = std::move(why);
    }
  }
  return out;
}

}  // namespace misfire
