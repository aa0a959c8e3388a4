#include "judge/review_fired.hpp"

#include <variant>

#include "judge/match.hpp"

namespace misfire {

std::set<std::string> fired_in(const Evidence& evidence, const History& history) {
  std::set<std::string> fired;
  const Instant from = evidence.phase(Phase::baseline).value_or(Instant::max());
  const auto add = [&](const Labels& labels) {
    if (distrust(evidence.plan(), labels).empty()) fired.insert(label(labels, "alertname"));
  };
  for (const Event& event : history.events) {
    if (event.at < from) continue;
    if (const auto* changed = std::get_if<AlertChanged>(&event.fact)) {
      if (changed->state == AlertPhase::firing) add(changed->labels);
    } else if (const auto* sent = std::get_if<AlertSent>(&event.fact)) {
      if (!sent->resolved) add(sent->labels);
    } else if (const auto* notified = std::get_if<Notified>(&event.fact)) {
      for (const auto& alert : notified->alerts) {
        if (!notified->resolved && !alert.resolved) add(alert.labels);
      }
    }
  }
  return fired;
}

}  // namespace misfire
