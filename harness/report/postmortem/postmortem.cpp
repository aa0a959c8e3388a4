#include "report/postmortem/postmortem.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/markdown.hpp"
#include "report/postmortem/chapters.hpp"
#include "report/repeat_command.hpp"

namespace misfire {
namespace {

std::string origin(const PostmortemInput& in) {
  std::string versions;
  for (const auto& [program, version] : in.facts.versions) {
    versions +=
        fmt::format("{}{} {}", versions.empty() ? "" : ", ", markdown(program), markdown(version));
  }
  return fmt::format("## Origin\n\nRun {} of scenario {}. {}\n\n{}", markdown_code(in.plan.run_id),
                     markdown_code(in.plan.scenario.name), versions.empty() ? "" : versions + ".",
                     markdown_block("console", repeat_command(in.plan, in.facts)));
}

}  // namespace

std::string postmortem(const Plan& plan, const History& history, const Judgement& judgement,
                       const RunFacts& facts) {
  const auto first = std::find_if(history.events.begin(), history.events.end(), [](const Event& e) {
    return std::holds_alternative<FaultInjected>(e.fact);
  });
  if (first == history.events.end() || plan.scenario.kind == ScenarioKind::twin) return {};
  const PostmortemInput in{plan, history, judgement, facts, first->at};
  const std::string& title = plan.scenario.title;
  std::string text = fmt::format(
      "# Post-mortem: {}\n\n*An exercise: the outage was made on purpose, on a stack of its own, "
      "to "
      "see what the monitoring does.*\n\n",
      markdown(title.empty() ? plan.scenario.name : title));
  for (const auto chapter : {postmortem_summary, postmortem_timeline, postmortem_cause,
                             postmortem_findings, postmortem_measures}) {
    text += chapter(in);
  }
  return text + origin(in);
}

}  // namespace misfire
