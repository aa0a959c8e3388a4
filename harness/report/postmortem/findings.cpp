// What went well, and what did not.
#include "report/markdown.hpp"
#include "report/postmortem/chapters.hpp"

namespace misfire {
namespace {

std::string list(const Judgement& judgement, Ruling ruling, const char* lead) {
  std::string text;
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    if (outcome.ruling != ruling) continue;
    text += "- " + markdown_prose(outcome.text) + ": " + markdown_prose(outcome.observed) + "\n";
  }
  return text.empty() ? "" : lead + text + "\n";
}

}  // namespace

std::string postmortem_findings(const PostmortemInput& in) {
  std::string text = "## Findings\n\n";
  text += list(in.judgement, Ruling::missed, "What did not happen as it should:\n\n");
  text += list(in.judgement, Ruling::open, "What could not be told:\n\n");
  text += list(in.judgement, Ruling::met, "What happened as it should:\n\n");
  if (!in.judgement.also_notified.empty()) {
    text += "Others were told as well:\n\n";
    for (const std::string& one : in.judgement.also_notified)
      text += "- " + markdown_prose(one) + "\n";
    text += "\n";
  }
  return text;
}

}  // namespace misfire
