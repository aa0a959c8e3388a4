#include "judge/folds.hpp"

#include <fmt/format.h>

#include "base/duration.hpp"
#include "judge/stages.hpp"
#include "judge/words.hpp"

namespace misfire {

std::vector<ExpectationPtr> make_expectations(std::shared_ptr<const Plan> plan,
                                              const Samples* exact) {
  const Scenario& scenario = plan->scenario;
  const auto evidence = [&] { return Evidence(plan, exact); };
  std::vector<ExpectationPtr> all;
  if (scenario.impact) all.push_back(expect_impact(evidence(), *scenario.impact));
  for (const ExpectAlert& alert : scenario.alerts) all.push_back(expect_alert(evidence(), alert));
  if (scenario.blame) all.push_back(expect_blame(evidence(), *scenario.blame));
  for (const ExpectQuiet& quiet : scenario.quiet) all.push_back(expect_quiet(evidence(), quiet));
  if (scenario.recovery && scenario.recovery->logins_ok) {
    all.push_back(expect_logins_ok(evidence(), *scenario.recovery->logins_ok));
  }
  if (scenario.recovery && scenario.recovery->alerts_resolved) {
    all.push_back(expect_alerts_resolved(evidence(), *scenario.recovery->alerts_resolved));
  }
  if (scenario.kind != ScenarioKind::fault) all.push_back(expect_unexplained(evidence()));
  return all;
}

std::vector<std::unique_ptr<Expectation>> make_expectations(const Plan& plan) {
  return make_expectations(std::make_shared<const Plan>(plan), nullptr);
}

std::string within_text(const Within& within) {
  const std::string limit = "within " + human_duration(within.limit);
  if (within.from.empty()) return limit;
  if (within.from == "effect") return limit + " of the effect";
  return limit + " of fault " + ticked(within.from);
}

Ruling rule_in_time(const Evidence& evidence, const Within& within, std::optional<Instant> reached,
                    Instant now) {
  const auto base = evidence.base(within);
  if (!base) return Ruling::open;
  const Instant deadline = *base + to_wall(within.limit, evidence.plan().speed);
  if (reached && *reached <= deadline) return Ruling::met;
  // A notification after the limit is proof enough that the limit has passed.
  return reached || now > deadline ? Ruling::missed : Ruling::open;
}

std::string untellable(const Evidence& evidence, const Wanted& wanted) {
  const Plan& plan = evidence.plan();
  const auto tracks = evidence.tracks();
  const auto trusted = [&](const AlertTrack& t) { return distrust(plan, t.labels).empty(); };
  const auto in_time = [&](const std::optional<Hit>& hit) {
    return hit &&
           rule_in_time(evidence, wanted.within, hit->arrival->at, hit->arrival->at) == Ruling::met;
  };
  if (in_time(first_hit(evidence, tracks, wanted, trusted))) return {};
  const auto any = first_hit(evidence, tracks, wanted, [](const AlertTrack&) { return true; });
  if (in_time(any)) return distrust(plan, any->track->labels);
  std::string why;
  for (const AlertRule& rule : plan.monitoring.rules) {
    if (!wanted.could_match(rule)) continue;
    why = distrust(plan, rule);
    if (why.empty() && evidence.never_evaluated(rule)) {
      why = fmt::format("{} cannot be told of: its group was not evaluated (its interval is {})",
                        ticked(rule.name), human_duration(rule.interval));
    }
    if (why.empty()) return {};
  }
  return why;
}

}  // namespace misfire
