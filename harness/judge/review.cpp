#include "judge/review.hpp"

#include <algorithm>

#include "judge/review_alert.hpp"
#include "judge/review_scenario.hpp"
#include "judge/review_untested.hpp"

namespace misfire {
namespace {

/// What must be noticed stands first, and what must not be last.
int rank(const ReviewedRun& run) {
  if (run.kind == ScenarioKind::fault) return run.harmful ? 0 : 1;
  return run.kind == ScenarioKind::decoy ? 2 : 3;
}

void headline(Review& out) {
  for (const Review::Scenario& one : out.scenarios) {
    if (!one.harmful) continue;
    ++out.caught.of;
    if (one.caught) ++out.caught.hits;
    if (!one.discriminating) continue;
    if (!out.discriminating) out.discriminating = Share{};
    ++out.discriminating->of;
    if (*one.discriminating) ++out.discriminating->hits;
  }
}

}  // namespace

std::size_t Review::count(ScenarioKind kind) const {
  return static_cast<std::size_t>(std::count_if(
      scenarios.begin(), scenarios.end(), [&](const Scenario& one) { return one.kind == kind; }));
}

Review review(const std::vector<ReviewedRun>& runs) {
  Review out;
  std::vector<ReviewColumn> columns;
  std::vector<std::string> systems;
  for (const ReviewedRun& run : runs) {
    if (!run.counts()) {
      out.left_out.push_back({run.scenario, run.system, run.reason, run.verdict});
      continue;
    }
    if (std::find(systems.begin(), systems.end(), run.system) == systems.end()) {
      systems.push_back(run.system);
    }
    const auto same = std::find_if(columns.begin(), columns.end(), [&](const ReviewColumn& column) {
      return column.front()->scenario == run.scenario && column.front()->system == run.system;
    });
    if (same == columns.end()) {
      columns.push_back({&run});
    } else {
      same->push_back(&run);
    }
  }
  std::stable_sort(columns.begin(), columns.end(), [](const auto& a, const auto& b) {
    return rank(*a.front()) < rank(*b.front());
  });
  out.several_systems = systems.size() > 1;
  std::map<std::string, Controls> controls;
  for (const std::string& system : systems) controls[system] = controls_of(columns, system);
  for (const ReviewColumn& column : columns) {
    out.scenarios.push_back(scenario_of(column, controls.at(column.front()->system)));
  }
  out.alerts = review_alerts(columns);
  for (const std::string& system : systems) find_untested(columns, system, out);
  for (std::size_t a = 0; a < out.alerts.size(); ++a) {
    for (std::size_t s = 0; s < out.scenarios.size(); ++s) {
      const Review::Field& field = out.alerts[a].fields[s];
      if (is_false_page(field.cell)) out.false_pages.push_back({a, s});
      if (field.fired && out.scenarios[s].kind == ScenarioKind::twin)
        out.on_in_twins.push_back({a, s});
    }
  }
  headline(out);
  return out;
}

}  // namespace misfire
