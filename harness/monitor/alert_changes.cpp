#include "monitor/alert_changes.hpp"

#include <algorithm>

namespace misfire {

std::vector<Event> alert_changes(const std::map<Labels, AlertSamples>& alerts, Instant to,
                                 Duration interval, Instant recorded) {
  std::vector<Event> events;
  const Duration gap = interval * 5 / 2;
  for (const auto& alert : alerts) {
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
