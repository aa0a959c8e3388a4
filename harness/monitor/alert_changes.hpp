// Changes of alert states from the raw samples of ALERTS. Pure; read_back.hpp fetches the samples.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "base/clock.hpp"
#include "history/facts.hpp"
#include "plan/plan.hpp"

namespace misfire {

/// The samples of one alert (labels without alertstate): at which evaluations it had which state.
using AlertSamples = std::map<Instant, AlertPhase>;

/// How often the rule of an alert with these labels is evaluated, in wall time.
using EvaluationInterval = std::function<Duration(const Labels&)>;
/// By the plan: the longest of the rules that have the alert's name.
EvaluationInterval evaluation_intervals(const Plan&);

/// A change wherever the state differs from the one before. A gap of more than 2.5 intervals, also
/// the one up to `to`, means inactive from one interval after the last sample on. Sorted by `at`.
std::vector<Event> alert_changes(const std::map<Labels, AlertSamples>&, Instant to,
                                 const EvaluationInterval&, Instant recorded);

}  // namespace misfire
