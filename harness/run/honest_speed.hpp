// --speed auto: the highest speed at which a scenario on this system keeps its meaning.
#pragma once

#include "plan/speed.hpp"
#include "run/prepare.hpp"

namespace misfire {

/// Beyond it every scrape interval in use is below its floor.
inline constexpr double kFastestSpeed = 600;

/// Of these inputs, whatever speed they name: every timer is as long as the real one divided by the
/// speed, scrapes and evaluations are steady, and no rule that could decide an expectation loses
/// its meaning. With what keeps it from being higher. Errors: as of prepare.
Checked<SpeedCap> honest_speed(const Inputs&);

}  // namespace misfire
