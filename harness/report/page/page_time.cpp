#include "report/page/page_time.hpp"

#include <algorithm>

#include "report/timeline.hpp"

namespace misfire {

double PageTime::percent(Instant t) const {
  if (end <= begin) return 0;
  return std::clamp(100 * to_seconds(t - begin) / to_seconds(end - begin), 0.0, 100.0);
}

PageTime page_time(const Plan& plan, const History& history) {
  PageTime time;
  time.zero = timeline_zero(history);
  time.speed = plan.speed;
  if (history.events.empty()) return time;
  time.begin = history.events.front().at;
  time.end = history.events.back().at;
  for (const Event& event : history.events) {
    const auto* phase = std::get_if<PhaseBegan>(&event.fact);
    if (phase == nullptr) continue;
    if (phase->phase == Phase::baseline) time.begin = event.at;
    if (phase->phase == Phase::collect) time.end = event.at;
  }
  return time;
}

}  // namespace misfire
