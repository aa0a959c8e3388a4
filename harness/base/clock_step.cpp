#include "base/clock_step.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

// Between two rounds of a run NTP slews by microseconds. A scrape interval at the highest useful
// speed is 200 ms: what is smaller does not move an alert.
constexpr Duration kStep = 100ms;
constexpr Duration kTorn = 20ms;  // read with an interruption in between: says nothing

}  // namespace

std::optional<Duration> ClockStep::step(Steady before, Instant wall, Steady after) {
  if (after - before > kTorn) return {};
  const Duration offset = wall.time_since_epoch() - before.time_since_epoch();
  const Duration moved = offset - offset_.value_or(offset);
  offset_ = offset;
  if (moved < kStep && moved > -kStep) return {};
  return moved;
}

}  // namespace misfire
