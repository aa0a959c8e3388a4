// Known holes of the monitoring: what a ruling means on the day of the run. Pure.
#pragma once

#include "judge/judgement.hpp"

namespace misfire {

/// Sets the state of the outcome's gap, if it has one, and adds to what was observed. The day is
/// that of the run: judging it again years later changes nothing.
void judge_gap(ExpectationOutcome&, Instant ran_at);

}  // namespace misfire
