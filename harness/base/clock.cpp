#include "base/clock.hpp"

#include <thread>

namespace misfire {

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

void SystemClock::sleep_until(Instant t) {
  // A span, not an instant: when somebody sets the clock back meanwhile, this still ends.
  std::this_thread::sleep_for(t - now());
}

}  // namespace misfire
