// Parts of the monitoring are killed, and stay down until the fault is taken back.
#pragma once

#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {

/// All of such a stressor but its documentation. `monitors`: those that are killed.
template <std::vector<Monitor> (*monitors)(const Args&)>
Stressor monitors_down() {
  Stressor stressor;
  stressor.doc.stressor = true;
  stressor.hold = Hold::monitoring;
  stressor.strokes = once;
  stressor.says = [](const Args&, const std::vector<std::string>& parts) {
    return fmt::format("{} {} killed, and {} down", named(parts), is_or_are(parts),
                       parts.size() == 1 ? "stays" : "stay");
  };
  stressor.inject = [](const Args& args, const Stroke&, Stressed& stack) -> Result<void> {
    for (const Monitor monitor : monitors(args)) {
      if (auto done = stack.kill(monitor); !done) return done;
    }
    return {};
  };
  stressor.revert = [](const Args& args, const Stroke&, Stressed& stack) -> Result<void> {
    for (const Monitor monitor : monitors(args)) {
      if (auto done = stack.start(monitor); !done) return done;
    }
    return {};
  };
  stressor.witness = [](const Args&, const std::vector<std::size_t>&, const Sight& sight) {
    return monitors_gone(sight);
  };
  stressor.monitors = monitors;
  return stressor;
}

}  // namespace misfire
