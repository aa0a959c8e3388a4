// Changes of alert states from the raw samples of ALERTS. Pure; read_back.hpp fetches the samples.
#pragma once

#include <map>
#include <vector>

#include "base/clock.hpp"
#include "history/facts.hpp"

namespace misfire {

/// The samples of one alert (labels without alertstate): at which evaluations it had which state.
using AlertSamples = std::map<Instant, AlertPhase>;

/// A change wherever the state differs from the one before. A gap of more than 2.5 intervals, also
/// the one up to `to`, means inactive from one interval after the last sample on. Sorted by `at`.
std::vector<Event> alert_changes(const std::map<Labels, AlertSamples>&, Instant to,
                                 Duration evaluation_interval, Instant recorded);

}  // namespace misfire
