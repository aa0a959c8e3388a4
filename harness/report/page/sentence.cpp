#include "report/page/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "judge/words.hpp"
#include "report/told.hpp"

namespace misfire {
namespace {

std::string ended(std::string text) {
  return text.empty() || text.ends_with('.') ? text : text + ".";
}

/// "2 min 29 s before the limit".
std::string margin(const AlertOutcome& alert) {
  if (!alert.within || !alert.notified) return {};
  const double left = alert.within->seconds() - alert.notified->seconds();
  return fmt::format(", {} {} the limit", human_duration(model_seconds(std::abs(left))),
                     left < 0 ? "after" : "before");
}

/// Nobody of those who were to be told; the first of the others, if any.
std::string whom_else_it_reached(const Plan& plan, const Judgement& judgement) {
  if (const auto others = who_else_was_paged(plan, judgement); !others.empty()) {
    const auto& [who, alert] = others.front();
    return fmt::format("{} was paged after {}, which nobody expected", who,
                       span_text(alert->stages.fault, *alert->stages.notified, plan.speed));
  }
  if (const auto astray = pages_gone_astray(judgement); !astray.empty()) {
    return astray.front() + ", which nobody expected";
  }
  const bool expected = std::any_of(judgement.alerts.begin(), judgement.alerts.end(),
                                    [](const AlertOutcome& alert) { return alert.expected; });
  return expected ? "nobody was paged" : "nobody was to be paged, and nobody was";
}

std::string whom_it_reached(const Plan& plan, const Judgement& judgement) {
  std::vector<std::string> all;
  for (const auto& [who, alert] : who_was_told(plan, judgement)) {
    if (!alert->notified) continue;
    all.push_back(fmt::format("{} was {} after {}{}", who, alert->page ? "paged" : "notified",
                              human_duration(*alert->notified), margin(*alert)));
  }
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    text += i == 0 ? "" : i + 1 == all.size() ? ", and " : ", ";
    text += all[i];
  }
  return text.empty() ? whom_else_it_reached(plan, judgement) : text;
}

std::string what_was_missed(const Judgement& judgement) {
  std::vector<const ExpectationOutcome*> missed;
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    if (outcome.fails()) missed.push_back(&outcome);
  }
  if (missed.empty()) {
    return ended(judgement.reasons.empty() ? "No reason was given" : judgement.reasons.front());
  }
  std::string text =
      fmt::format("Missed: that {}; {}", missed.front()->text, ended(missed.front()->observed));
  if (missed.size() > 1) {
    text += fmt::format(" {} not met either.",
                        counted(static_cast<std::int64_t>(missed.size()) - 1,
                                "other expectation was", "other expectations were"));
  }
  return text;
}

std::string gaps(const Judgement& judgement) {
  std::string text;
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    if (outcome.gap_state != GapState::known) continue;
    text += (text.empty() ? " Known and excused: " : ", ") + outcome.gap->ticket;
  }
  return text.empty() ? "" : text + ".";
}

}  // namespace

std::optional<ModelDuration> fault_lasted(const Plan& plan, const History& history) {
  std::optional<Instant> from, to, collect;
  for (const Event& event : history.events) {
    if (!from && std::holds_alternative<FaultInjected>(event.fact)) from = event.at;
    if (std::holds_alternative<FaultReverted>(event.fact)) to = event.at;
    const auto* phase = std::get_if<PhaseBegan>(&event.fact);
    if (phase != nullptr && phase->phase == Phase::collect) collect = event.at;
  }
  if (!from) return {};
  if (!to) to = collect ? *collect : history.events.back().at;
  return to_model(*to - *from, plan.speed);
}

std::string impact_clause(const Plan& plan, const History& history, const Judgement& judgement) {
  const auto lasted = fault_lasted(plan, history);
  if (!lasted || judgement.impact.logins == 0) return {};
  if (judgement.impact.failed == 0) return "No login failed";
  return fmt::format("{} of the logins failed over {}", percent(judgement.impact.failed_ratio),
                     human_duration(*lasted));
}

std::string plain_sentence(const Plan& plan, const History& history, const Judgement& judgement) {
  const std::string impact = impact_clause(plan, history, judgement);
  switch (judgement.verdict) {
    case Verdict::pass: {
      return (impact.empty() ? "All was as expected" : impact) + "; " +
             whom_it_reached(plan, judgement) + "." + gaps(judgement);
    }
    case Verdict::fail:
      return ended(impact) + (impact.empty() ? "" : " ") + what_was_missed(judgement);
    case Verdict::invalid:
      return "This run proves nothing: " +
             ended(judgement.reasons.empty() ? "no reason was given" : judgement.reasons.front());
    case Verdict::unsupported:
      return "This is not possible here, so nothing was started: " +
             ended(judgement.reasons.empty() ? "" : judgement.reasons.front());
  }
  return {};
}

}  // namespace misfire
