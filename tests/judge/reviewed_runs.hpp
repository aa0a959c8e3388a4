// Runs as a review reads them, made by hand.
#pragma once

#include "judge/review.hpp"

namespace misfire::testing {

inline ReviewedAlert symptom(Cell cell, const std::string& name = "LoginFailures") {
  ReviewedAlert alert;
  alert.name = name;
  alert.cell = cell;
  alert.page = true;
  alert.fired = cell <= Cell::also && cell != Cell::missed;
  alert.wanted =
      cell == Cell::missed || cell == Cell::late || cell == Cell::caught || cell == Cell::covered;
  if (alert.fired) alert.receiver = "auth-oncall";
  return alert;
}

inline ReviewedAlert cause(Cell cell, const std::string& name = "TrafficImbalance") {
  ReviewedAlert alert = symptom(cell, name);
  alert.component = "load-balancer";
  if (alert.fired) alert.receiver = "network-oncall";
  return alert;
}

inline ReviewedAlert timed(ReviewedAlert alert, double notified_s) {
  alert.times.effect = model_seconds(10);
  alert.times.pending = model_seconds(notified_s - 90);
  alert.times.firing = alert.times.sent = model_seconds(notified_s - 30);
  alert.times.notified = model_seconds(notified_s);
  return alert;
}

inline ReviewedRun run_of(const std::string& scenario, ScenarioKind kind,
                          std::vector<ReviewedAlert> alerts) {
  ReviewedRun run;
  run.scenario = scenario;
  run.title = "What happens in " + scenario;
  run.kind = kind;
  run.verdict = Verdict::pass;
  run.harmful = run.expects_blame = kind == ScenarioKind::fault;
  run.alerts = std::move(alerts);
  for (const ReviewedAlert& alert : run.alerts) {
    run.caught = run.caught || alert.cell == Cell::caught;
    run.noticed = run.noticed || alert.cell == Cell::caught || alert.cell == Cell::late;
  }
  return run;
}

inline ReviewedRun harmful(const std::string& scenario, std::vector<ReviewedAlert> alerts) {
  return run_of(scenario, ScenarioKind::fault, std::move(alerts));
}
inline ReviewedRun decoy(std::vector<ReviewedAlert> alerts) {
  return run_of("crashed-backend", ScenarioKind::decoy, std::move(alerts));
}
inline ReviewedRun a_twin(std::vector<ReviewedAlert> alerts) {
  return run_of("twin", ScenarioKind::twin, std::move(alerts));
}
inline ReviewedRun on(ReviewedRun run, const std::string& system) {
  run.system = system;
  return run;
}

}  // namespace misfire::testing
