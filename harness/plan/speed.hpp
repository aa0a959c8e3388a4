// How fast a run may go and still tell the truth (DESIGN.md, "Time").
#pragma once

#include <string>
#include <vector>

namespace misfire {

/// Something that no longer keeps its time, or its meaning, above a speed.
struct SpeedCap {
  double at_most = 1;
  std::string why;  ///< "job \"auth\": scrapes every 15s"
  bool operator==(const SpeedCap&) const = default;
};

/// The lowest of the caps as a whole number, at least 1; `fastest` where none is lower.
SpeedCap highest_speed(const std::vector<SpeedCap>&, const SpeedCap& fastest);

}  // namespace misfire
