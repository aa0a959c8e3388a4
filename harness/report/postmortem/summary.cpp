#include <fmt/format.h>

#include "base/duration.hpp"
#include "judge/words.hpp"
#include "report/markdown.hpp"
#include "report/page/sentence.hpp"
#include "report/postmortem/chapters.hpp"

namespace misfire {
namespace {

std::string row(std::string_view name, const std::string& text) {
  return fmt::format("| **{}** | {} |\n", name, text);
}

std::string impact(const PostmortemInput& in) {
  const Impact& impact = in.judgement.impact;
  if (impact.logins == 0) return "no logins were tried while the fault lasted";
  if (impact.failed == 0)
    return fmt::format("none of {} failed", counted(impact.logins, "login", "logins"));
  return fmt::format("{} of {} failed ({}); {} could not log in at least every other time",
                     grouped(impact.failed), counted(impact.logins, "login", "logins"),
                     percent(impact.failed_ratio), counted(impact.users, "user", "users"));
}

std::string detection(const PostmortemInput& in) {
  const auto page = first_page(in);
  if (!page) return "nobody was paged";
  return fmt::format(
      "after {}: {} paged {}{}", in.after(page->at), markdown_code(page->alert),
      markdown_code(page->receiver),
      misleads(in, page->component)
          ? ", and named " + markdown_code(page->component) + ", which was not the cause"
          : "");
}

/// ": HAProxy reports weights auth1 200, auth2 25, auth3 25 (before: 100, 100, 100)".
std::string first_evidence(const History& history, const std::string& id) {
  for (const Event& event : history.events) {
    const auto* seen = std::get_if<FaultWitnessed>(&event.fact);
    if (seen != nullptr && seen->id == id && seen->shown && !seen->evidence.empty()) {
      return ": " + markdown_prose(seen->evidence.front());
    }
  }
  return {};
}

std::string cause(const PostmortemInput& in) {
  std::string text;
  for (const PlannedFault& fault : in.plan.faults) {
    text += fmt::format("{}{} ({}){}", text.empty() ? "" : "; ", markdown_code(fault.id),
                        markdown(fault.name), first_evidence(in.history, fault.id));
  }
  return text;
}

std::string outcome(const PostmortemInput& in) {
  switch (in.judgement.verdict) {
    case Verdict::pass:
      return "the monitoring did what was expected of it";
    case Verdict::fail:
      return "the monitoring did not do what was expected of it";
    case Verdict::invalid:
      return "nothing is proved: " +
             markdown_prose(in.judgement.reasons.empty() ? "" : in.judgement.reasons.front());
    case Verdict::unsupported:
      return "nothing was run";
  }
  return {};
}

}  // namespace

std::string postmortem_summary(const PostmortemInput& in) {
  const auto lasted = fault_lasted(in.plan, in.history);
  std::string text = "## Summary\n\n";
  text += markdown_prose(plain_sentence(in.plan, in.history, in.judgement)) + "\n\n";
  text += "| | |\n| --- | --- |\n";
  text += row("Duration", lasted ? human_duration(*lasted) : "–");
  text += row("Impact", impact(in));
  text += row("Detected", detection(in));
  text += row("Root cause", cause(in));
  text += row("Outcome", outcome(in));
  return text + "\n";
}

}  // namespace misfire
