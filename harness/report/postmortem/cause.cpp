#include <fmt/format.h>

#include "judge/harm.hpp"
#include "judge/words.hpp"
#include "report/markdown.hpp"
#include "report/postmortem/chapters.hpp"

namespace misfire {
namespace {

std::string evidence(const History& history, const std::string& id) {
  for (const Event& event : history.events) {
    const auto* seen = std::get_if<FaultWitnessed>(&event.fact);
    if (seen == nullptr || seen->id != id) continue;
    std::string text = seen->shown ? "What shows that it took effect:\n\n"
                                   : "Nothing shows that it took effect:\n\n";
    for (const std::string& sentence : seen->evidence)
      text += "- " + markdown_prose(sentence) + "\n";
    return text + "\n";
  }
  return {};
}

std::string resolution(const PostmortemInput& in) {
  std::string text;
  for (const Event& event : in.history.events) {
    const auto* reverted = std::get_if<FaultReverted>(&event.fact);
    if (reverted == nullptr) continue;
    text += fmt::format("{} was taken back after {}. ", markdown_code(reverted->id),
                        in.after(event.at));
  }
  for (const ExpectationOutcome& outcome : in.judgement.expectations) {
    if (outcome.kind != "recovery") continue;
    text += fmt::format("Expected: {}. Observed: {}. ", markdown_prose(outcome.text),
                        markdown_prose(outcome.observed));
  }
  if (in.judgement.restored) {
    text += "The live balancer was read back and is as it was before.";
  } else if (in.judgement.restoration_differences.empty()) {
    text += "That the balancer is as before was not proved.";
  } else {
    text += "The live balancer is not as it was before:\n";
    for (const std::string& one : in.judgement.restoration_differences) {
      text += "\n- " + markdown_prose(one);
    }
  }
  return text + "\n\n";
}

}  // namespace

std::string postmortem_cause(const PostmortemInput& in) {
  std::string text = "## Root cause and resolution\n\n";
  for (const Event& event : in.history.events) {
    const auto* fault = std::get_if<FaultInjected>(&event.fact);
    if (fault == nullptr) continue;
    const std::string when =
        event.at == in.fault ? "" : fmt::format(", {} after the first fault", in.after(event.at));
    text += fmt::format("{} ({}) came via {}{}.\n\n", markdown_code(fault->id),
                        markdown(fault->name), markdown(fault->via), when);
    if (!fault->change.empty()) text += markdown_block("diff", fault->change) + "\n";
    text += evidence(in.history, fault->id);
  }
  if (const std::string harm = harm_text(in.plan, in.judgement.harm); !harm.empty()) {
    text += "The " + markdown_prose(harm) + ".\n\n";
  }
  return text + "### Resolution\n\n" + resolution(in);
}

}  // namespace misfire
