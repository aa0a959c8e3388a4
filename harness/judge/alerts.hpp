// The alerts of a run, for the report: those that were expected, and those that went at least
// pending by themselves, each with its stages. Pure.
#pragma once

#include "judge/evidence.hpp"

namespace misfire {

std::vector<AlertOutcome> alert_outcomes(const Evidence&);

}  // namespace misfire
