#include "judge/words.hpp"
#include "report/postmortem/chapters.hpp"

namespace misfire {

std::string PostmortemInput::after(Instant at) const {
  return span_text(fault, at, plan.speed);
}

std::optional<FirstPage> first_page(const PostmortemInput& in) {
  for (const Event& event : in.history.events) {
    const auto* notified = std::get_if<Notified>(&event.fact);
    if (notified == nullptr || notified->observer || event.at < in.fault) continue;
    for (const Notified::Alert& alert : notified->alerts) {
      const MonitoringFacts& facts = in.plan.monitoring;
      if (alert.resolved || is_ignored(facts, alert.labels) || !is_page(facts, alert.labels))
        continue;
      const auto name = alert.labels.find("alertname");
      return FirstPage{event.at, name == alert.labels.end() ? "" : name->second, notified->receiver,
                       team_of(facts, notified->receiver), component_of(facts, alert.labels)};
    }
  }
  return {};
}

bool misleads(const PostmortemInput& in, const std::string& component) {
  const auto& blame = in.plan.scenario.blame;
  if (component.empty()) return false;
  // Whatever a decoy's cause is, it is not the balancer.
  if (in.plan.scenario.kind == ScenarioKind::decoy) return component == "load-balancer";
  return blame && component != blame->component;
}

}  // namespace misfire
