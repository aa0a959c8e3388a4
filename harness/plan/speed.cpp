#include "plan/speed.hpp"

#include <algorithm>
#include <cmath>

namespace misfire {

SpeedCap highest_speed(const std::vector<SpeedCap>& caps, const SpeedCap& fastest) {
  SpeedCap lowest = fastest;
  for (const SpeedCap& cap : caps) {
    if (cap.at_most <= lowest.at_most) lowest = cap;
  }
  // 2 s / 50 ms is 40, whatever the last digit of the division.
  lowest.at_most = std::max(1.0, std::floor(lowest.at_most + 1e-9));
  return lowest;
}

}  // namespace misfire
