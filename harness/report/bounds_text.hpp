// Delays that are not certain, as sentences show them.
#pragma once

#include <string>

#include "base/duration.hpp"
#include "plan/plan.hpp"

namespace misfire {

/// "1 min", "up to 15.0 s", "4.0 s to 12.0 s".
inline std::string bounds_text(const Bounds& bounds) {
  if (bounds.earliest == bounds.latest) return human_duration(bounds.latest);
  if (bounds.earliest == ModelDuration{}) return "up to " + human_duration(bounds.latest);
  return human_duration(bounds.earliest) + " to " + human_duration(bounds.latest);
}

}  // namespace misfire
