// After the phases: asks Prometheus and Alertmanager what they stored and logged, and appends it.
#pragma once

#include "run/conductor.hpp"
#include "run/launch.hpp"

namespace misfire {

/// `observed_from`: when the baseline began. Facts are appended late, with the time at which they
/// happened.
Result<void> collect(const Conducting&, Stack&, Instant observed_from);

}  // namespace misfire
