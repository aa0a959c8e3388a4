#include "report/headline.hpp"

#include <fmt/format.h>

#include "judge/words.hpp"
#include "report/told.hpp"

namespace misfire {
namespace {

std::string sentence(const Plan& plan, const std::vector<Told>& told) {
  std::string text;
  bool paged = false;
  for (const auto& [who, alert] : told) {
    const std::string when = span_text(alert->stages.fault, *alert->stages.notified, plan.speed);
    const char* separator = text.empty() ? "" : ", ";
    text += !text.empty() && paged == alert->page
                ? fmt::format("{}{} after {}", separator, who, when)
                : fmt::format("{}{} was {} after {}", separator, who,
                              alert->page ? "paged" : "notified", when);
    if (alert->expected && !alert->met) text += ", too late";
    paged = alert->page;
  }
  return text;
}

std::string who_was_reached(const Plan& plan, const Judgement& judgement) {
  if (const auto told = who_was_told(plan, judgement); !told.empty()) return sentence(plan, told);
  const auto others = who_else_was_paged(plan, judgement);
  if (!others.empty()) return sentence(plan, others) + " (not expected)";
  const auto astray = pages_gone_astray(judgement);
  return astray.empty() ? "nobody was paged" : astray.front() + " (not expected)";
}

/// What the run misses and may miss: nobody must take a pass with gaps for one without.
std::string known_gaps(const Judgement& judgement) {
  std::string text;
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    if (outcome.gap_state != GapState::known) continue;
    text += (text.empty() ? "; known gap " : ", ") + outcome.gap->ticket;
  }
  return text;
}

std::string first_reason(const Judgement& judgement) {
  if (judgement.reasons.empty()) return "no reason was given";
  std::string text = judgement.reasons.front();
  if (const std::size_t more = judgement.reasons.size() - 1; more > 0) {
    text += fmt::format(" (and {} more)", more);
  }
  return text;
}

}  // namespace

std::string headline(const Plan& plan, const Judgement& judgement) {
  switch (judgement.verdict) {
    case Verdict::pass: {
      const std::string failed =
          judgement.impact.failed == 0
              ? "no login failed"
              : percent(judgement.impact.failed_ratio) + " of the logins failed";
      return failed + "; " + who_was_reached(plan, judgement) + known_gaps(judgement);
    }
    case Verdict::fail:
      return first_reason(judgement);
    case Verdict::invalid:
      return "the run proves nothing: " + first_reason(judgement);
    case Verdict::unsupported:
      return "not possible here: " + first_reason(judgement);
  }
  return {};
}

}  // namespace misfire
