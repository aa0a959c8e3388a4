#include <fmt/format.h>

#include <algorithm>

#include "judge/agreement.hpp"
#include "judge/alerts.hpp"
#include "judge/cut_short.hpp"
#include "judge/facts_of.hpp"
#include "judge/folds.hpp"
#include "judge/gap.hpp"
#include "judge/harm.hpp"
#include "judge/impact.hpp"
#include "judge/invalid.hpp"
#include "judge/silent.hpp"
#include "judge/unexplained.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

// Logins that are offered later come in a burst, which users do not. Hiccups are shorter.
constexpr double kBurstMs = 1000;

/// The moment up to which the run was observed.
Instant judged_at(const Evidence& evidence, const History& history) {
  if (const auto end = evidence.observed_until()) return *end;
  return history.events.empty() ? Instant{} : history.events.back().at;
}

bool any_is(const Judgement& judgement, Ruling ruling, std::initializer_list<const char*> kinds) {
  return std::any_of(judgement.expectations.begin(), judgement.expectations.end(),
                     [&](const ExpectationOutcome& outcome) {
                       return outcome.ruling == ruling &&
                              std::find(kinds.begin(), kinds.end(), outcome.kind) != kinds.end();
                     });
}

std::string reason_of(const ExpectationOutcome& outcome) {
  return fmt::format("{} ({}): {}", outcome.kind, outcome.text, outcome.observed);
}

/// The balancer as it was before the first fault; the last check counts.
std::optional<ExpectationOutcome> restoration(const History& history, Judgement& judgement) {
  const RestorationChecked* last = nullptr;
  for (const Event& event : history.events) {
    if (const auto* fact = std::get_if<RestorationChecked>(&event.fact)) last = fact;
  }
  if (last == nullptr) return {};
  judgement.restored = last->identical;
  judgement.restoration_differences = last->differences;
  ExpectationOutcome out;
  out.kind = "restoration";
  out.text = "the live balancer is as it was before the fault";
  out.ruling = last->identical ? Ruling::met : Ruling::missed;
  out.observed = last->identical ? "identical" : "";
  for (const std::string& difference : last->differences) {
    out.observed += (out.observed.empty() ? "" : "; ") + difference;
  }
  if (out.observed.empty()) out.observed = "it differs";
  return out;
}

/// What may have delayed or lost evidence: what was missed, and what was not heard of.
std::vector<std::string> doubts(const History& history) {
  std::vector<std::string> found;
  for (const auto& doubt : facts_of<Doubt>(history)) found.push_back(doubt.fact.what);
  return found;
}

/// What may have made the run miss something else that would have been met.
std::vector<std::string> hindrances(const Evidence& evidence, const History& history,
                                    const Judgement& judgement) {
  std::vector<std::string> found;
  double lag_ms = 0;
  const Instant from = evidence.phase(Phase::baseline).value_or(Instant::max());
  for (const Event& event : history.events) {
    const auto* tick = std::get_if<LoadTick>(&event.fact);
    if (tick != nullptr && event.at >= from) lag_ms = std::max(lag_ms, tick->lag_ms);
  }
  if (lag_ms > kBurstMs) {
    found.push_back(
        fmt::format("the machine could not keep the pace: logins were offered up to {:.1f} s late, "
                    "and then all at once",
                    lag_ms / 1000));
  }
  if (any_is(judgement, Ruling::missed, {"alert", "blame"})) {
    for (std::string& reason : without_alerts(evidence)) found.push_back(std::move(reason));
  }
  return found;
}

/// Nothing was started for it, so that the history has a beginning and an end and nothing between.
/// Whoever writes `unsupported` into the plan of a run that took place must not make it green.
bool was_not_started(const History& history) {
  return history.complete && history.logins.empty() && history.flood.empty() &&
         std::all_of(history.events.begin(), history.events.end(), [](const Event& event) {
           return std::holds_alternative<RunBegan>(event.fact) ||
                  std::holds_alternative<RunEnded>(event.fact);
         });
}

}  // namespace

Judgement judge(const Plan& given, const History& history) {
  if (!given.unsupported.empty() && was_not_started(history)) {
    Judgement judgement;
    judgement.verdict = Verdict::unsupported;
    judgement.reasons = given.unsupported;
    return judgement;
  }
  const auto plan = std::make_shared<const Plan>(given);
  const Samples logins = samples_of(history.logins);
  Evidence evidence(plan, &logins);
  auto expectations = make_expectations(plan, &logins);
  for (const Event& event : history.events) {
    evidence.see(event);
    for (auto& expectation : expectations) expectation->see(event);
  }
  const Instant now = judged_at(evidence, history);

  Judgement judgement;
  if (const auto fault = evidence.fault()) {
    const Instant over = evidence.reverted().value_or(Instant::max());
    judgement.impact = impact_of(history.logins, plan->servers, *fault, over);
    judgement.impact.flood = flood_of(history.flood, *fault, over);
  }
  judgement.harm = harm_of(evidence, history.logins);
  judgement.alerts = alert_outcomes(evidence);
  judgement.silent = silent_alerts(plan->monitoring, evidence.no_series());
  std::vector<std::string> invalid = invalid_reasons(evidence, history);
  // Whatever else is amiss with a history that was cut off, or a run that was, follows from that.
  const bool whole = history.complete && (invalid.empty() || evidence.phase(Phase::collect));
  const auto invalidate = [&](std::string reason) {
    if (whole) invalid.push_back(std::move(reason));
  };

  const Instant ran_at = history.events.empty() ? now : history.events.front().at;
  const std::vector<bool> too_soon = cut_short(given, history);
  std::vector<std::string> unproved;
  std::optional<ExpectationOutcome> nobody_else;
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    const auto& expectation = expectations[i];
    ExpectationOutcome outcome = expectation->outcome(now);
    if (too_soon[i] && proves_nothing(outcome)) {
      outcome.ruling = Ruling::open;
      outcome.observed += ", but the faults had been taken back before that could be known";
      unproved.push_back(
          fmt::format("{} ({}) reaches beyond what was observed: the faults were taken back {} "
                      "after the first, "
                      "when everything was decided that was expected then",
                      outcome.kind, outcome.text,
                      span_text(evidence.fault().value_or(now), evidence.reverted().value_or(now),
                                plan->speed)));
    } else if (const auto why = expectation->untellable(now); !why.empty()) {
      invalidate(fmt::format("{} ({}) cannot be judged: {}", outcome.kind, outcome.text, why));
    } else if (outcome.ruling == Ruling::open) {
      unproved.push_back(fmt::format("{} ({}) reaches beyond what was observed: {}", outcome.kind,
                                     outcome.text, outcome.observed));
    }
    if (outcome.kind == "unexplained") {
      nobody_else = std::move(outcome);
      continue;
    }
    judge_gap(outcome, ran_at);
    judgement.expectations.push_back(std::move(outcome));
  }
  if (auto outcome = restoration(history, judgement)) {
    judgement.expectations.push_back(std::move(*outcome));
  }
  Unexplained others = unexplained(evidence);
  judgement.also_notified = std::move(others.also_notified);
  // What was paged is told one by one.
  if (nobody_else && nobody_else->ruling != Ruling::missed && others.failures.empty()) {
    judgement.expectations.push_back(std::move(*nobody_else));
  }
  for (std::string& reason : others.untellable) invalidate(std::move(reason));
  // In a twin and a decoy that is already told, as an expectation that reaches too far.
  if (!nobody_else) {
    for (std::string& reason : others.unproved) unproved.push_back(std::move(reason));
  }
  for (ExpectationOutcome& outcome : others.failures) {
    judgement.expectations.push_back(std::move(outcome));
  }

  if (!invalid.empty()) {
    judgement.verdict = Verdict::invalid;
    judgement.reasons = std::move(invalid);
    return judgement;
  }
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    if (outcome.fails()) judgement.reasons.push_back(reason_of(outcome));
  }
  judgement.verdict = judgement.reasons.empty() ? Verdict::pass : Verdict::fail;
  // A failure that is proved stays one.
  if (judgement.verdict == Verdict::pass && !unproved.empty()) {
    judgement.verdict = Verdict::invalid;
    judgement.reasons = std::move(unproved);
    return judgement;
  }
  const bool misses = std::any_of(
      judgement.expectations.begin(), judgement.expectations.end(),
      [](const ExpectationOutcome& outcome) { return outcome.ruling == Ruling::missed; });
  // What came came in spite of them; what did not may have been held back or lost.
  std::vector<std::string> doubted;
  const bool missed = judgement.verdict == Verdict::fail || misses;
  if (missed || any_is(judgement, Ruling::met, {"quiet", "unexplained"})) doubted = doubts(history);
  if (missed) {
    for (std::string& reason : hindrances(evidence, history, judgement)) {
      doubted.push_back(std::move(reason));
    }
  }
  if (!doubted.empty()) {
    judgement.verdict = Verdict::invalid;
    judgement.reasons.insert(judgement.reasons.begin(), doubted.begin(), doubted.end());
  }
  if (judgement.verdict == Verdict::pass) {
    judgement.reasons = lost_flushes(evidence);
    if (!judgement.reasons.empty()) judgement.verdict = Verdict::invalid;
  }
  return judgement;
}

}  // namespace misfire
