#include "base/clock.hpp"

#include <thread>

namespace misfire {

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

void SystemClock::sleep_until(Instant t) {
  std::this_thread::sleep_until(t);
}

}  // namespace misfire
