// Notices that somebody set the clock (or that the machine slept): the wall clock moved against the
// monotonic one. Slewing, as NTP does, is no step. Pure; the caller reads the clocks.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"

namespace misfire {

class ClockStep {
 public:
  using Steady = std::chrono::steady_clock::time_point;

  /// By how much the clock was set since the last call, if it was. `before` and `after`: the
  /// monotonic clock right before and after `wall` was read.
  std::optional<Duration> step(Steady before, Instant wall, Steady after);

 private:
  std::optional<Duration> offset_;
};

}  // namespace misfire
