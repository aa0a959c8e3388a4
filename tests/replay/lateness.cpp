#include "lateness.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace misfire {
namespace {

constexpr auto kTick = std::chrono::milliseconds(50);

}  // namespace

RoutingCase metronome(const RoutingCase& other) {
  RoutingCase one;
  one.label = "metronome";
  one.until = other.until;
  one.chores = other.chores;
  one.posts = {{0, {{{{"alertname", "Tick"}, {"case", one.label}}, 0, 600'000}}}};
  std::string routes, receivers;
  for (int i = 0; i < 3; ++i) {
    const std::string name = fmt::format("{}-{}", one.label, i);
    routes += fmt::format("{{receiver: {}, group_wait: {}ms, continue: true}}, ", name, 17 * i);
    receivers += fmt::format("{{name: {}, webhook_configs: [{{url: '{}/notify/{}/webhook/0'}}]}}, ",
                             name, kSinkUrl, name);
  }
  one.alertmanager = fmt::format(
      "global: {{resolve_timeout: 1m}}\nroute: {{receiver: metronome-0, group_interval: 50ms, "
      "repeat_interval: 1ms, routes: [{}]}}\nreceivers: [{}]\n",
      routes, receivers);
  return one;
}

Slowness slowness_of(const std::vector<Notification>& ticks, Instant until) {
  std::map<std::string, std::vector<Instant>> lanes;
  for (const Notification& tick : ticks) {
    if (tick.at <= until) lanes[tick.fact.receiver].push_back(tick.at);
  }
  Slowness slow;
  EXPECT_EQ(lanes.size(), 3u) << "the metronome stands still";
  for (const auto& [name, at_times] : lanes) {
    const auto gaps = static_cast<std::int64_t>(at_times.size()) - 1;
    for (std::size_t i = 1; i < at_times.size(); ++i) {
      slow.worst = std::max<Duration>(slow.worst, at_times[i] - at_times[i - 1] - kTick);
    }
    if (gaps < 1) continue;
    slow.mean = std::max(slow.mean, (at_times.back() - at_times.front()) / gaps - kTick);
    slow.worst = std::max<Duration>(slow.worst, until - at_times.back() - kTick);
  }
  return slow;
}

}  // namespace misfire
