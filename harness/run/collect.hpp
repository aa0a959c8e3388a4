// After the phases: asks Prometheus and Alertmanager what they stored and logged, and appends it.
#pragma once

#include "monitor/handover.hpp"
#include "run/conductor.hpp"
#include "run/launch.hpp"

namespace misfire {

/// `observed_from`: when the baseline began. Facts are appended late, with the time at which they
/// happened. `at_baseline`: what the monitoring ran by before the fault.
Result<void> collect(const Conducting&, Stack&, Instant observed_from,
                     const MonitoringState& at_baseline);

}  // namespace misfire
