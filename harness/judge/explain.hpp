// Why an alert expectation was not met: the stage at which the alert that got furthest stopped.
#pragma once

#include "judge/evidence.hpp"
#include "judge/match.hpp"
#include "judge/stages.hpp"

namespace misfire {

/// Of the alerts that match, the one that came furthest, and earliest among equals; null if none.
const AlertTrack* furthest(const std::vector<AlertTrack>&, const Wanted&, const MonitoringFacts&);

/// One clause without a full stop: "`X` fired, but went to `default`".
std::string explain_missed(const Evidence&, const Wanted&);

}  // namespace misfire
