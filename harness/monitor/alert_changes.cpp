#include "monitor/alert_changes.hpp"

#include <algorithm>

namespace misfire {

EvaluationInterval evaluation_intervals(const Plan& plan) {
  std::map<std::string, ModelDuration> by_name;
  ModelDuration longest = plan.monitoring.scrape_interval;
  for (const AlertRule& rule : plan.monitoring.rules) {
    ModelDuration& interval = by_name[rule.name];
    interval = std::max({interval, rule.interval, plan.monitoring.scrape_interval});
    longest = std::max(longest, rule.interval);
  }
  return [by_name = std::move(by_name), longest, speed = plan.speed](const Labels& labels) {
    const auto name = labels.find("alertname");
    const auto found = name == labels.end() ? by_name.end() : by_name.find(name->second);
    return to_wall(found == by_name.end() ? longest : found->second, speed);
  };
}

std::vector<Event> alert_changes(const std::map<Labels, AlertSamples>& alerts, Instant to,
                                 const EvaluationInterval& interval_of, Instant recorded) {
  std::vector<Event> events;
  for (const auto& alert : alerts) {
    const Duration interval = interval_of(alert.first), gap = interval * 5 / 2;
    const auto& samples = alert.second;
    AlertPhase state = AlertPhase::inactive;
    Instant last{};
    const auto change = [&](Instant at, AlertPhase next) {
      if (next == state) return;
      state = next;
      events.push_back({at, recorded, AlertChanged{alert.first, next}});
    };
    for (const auto& [at, sample] : samples) {
      if (state != AlertPhase::inactive && at - last > gap)
        change(last + interval, AlertPhase::inactive);
      change(at, sample);
      last = at;
    }
    if (state != AlertPhase::inactive && to - last > gap)
      change(last + interval, AlertPhase::inactive);
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  return events;
}

}  // namespace misfire
