#include "cli/live_alerts.hpp"

#include <algorithm>

#include "monitor/read_back.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPatience = 500ms;  // a page that comes later is worse than one that knows less

}  // namespace

void LiveAlerts::add_to(History& history, const Plan& plan) {
  std::optional<Instant> baseline;
  Phase phase = Phase::start;
  for (const Event& event : history.events) {
    if (std::holds_alternative<AlertChanged>(event.fact)) return;  // collected: the evidence
    const auto* began = std::get_if<PhaseBegan>(&event.fact);
    if (began == nullptr) continue;
    phase = began->phase;
    if (phase == Phase::baseline) baseline = event.at;
  }
  if (prometheus_ && baseline && phase < Phase::collect) {
    auto changes =
        read_alert_changes(*prometheus_, plan, *baseline, SystemClock().now(), kPatience);
    if (changes) known_ = std::move(*changes);
  }
  history.events.insert(history.events.end(), known_.begin(), known_.end());
  std::stable_sort(history.events.begin(), history.events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
}

}  // namespace misfire
