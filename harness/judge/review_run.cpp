#include "judge/review_run.hpp"

#include "judge/review_reader.hpp"

namespace misfire {
namespace {

std::vector<ReviewedRun::Unmet> unmet(const Judgement& judgement) {
  std::vector<ReviewedRun::Unmet> all;
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    const bool claim = outcome.kind == "alert" || outcome.kind == "blame";
    if (!claim || outcome.ruling != Ruling::missed) continue;
    const bool known = outcome.gap_state == GapState::known;
    all.push_back({outcome.text, outcome.observed, known ? outcome.gap->ticket : ""});
  }
  return all;
}

}  // namespace

ReviewedRun reviewed(const Plan& plan, const History& history, const Judgement& judgement,
                     const std::string& system) {
  ReviewedRun run;
  run.scenario = plan.scenario.name;
  run.title = plan.scenario.title;
  run.system = system;
  run.kind = plan.scenario.kind;
  run.verdict = judgement.verdict;
  if (!judgement.reasons.empty()) run.reason = judgement.reasons.front();
  run.expects_blame = plan.scenario.blame.has_value();
  run.alert_faults = !plan.alert_faults.empty();
  run.harmful = run.kind == ScenarioKind::fault && !run.alert_faults &&
                (run.expects_blame || !plan.scenario.alerts.empty());
  run.untested = plan.monitoring.untested;
  if (!run.counts()) return run;
  run.unmet = unmet(judgement);
  read_alerts(plan, history, run);
  return run;
}

ReviewedRun not_reviewed(const std::string& scenario, const std::string& system,
                         const std::string& reason) {
  ReviewedRun run;
  run.scenario = scenario;
  run.system = system;
  run.reason = reason;
  return run;
}

}  // namespace misfire
