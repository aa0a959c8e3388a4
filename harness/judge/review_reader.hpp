// What each alert did in a run: its cell, and whether anybody noticed. Pure.
#pragma once

#include "judge/review_run.hpp"

namespace misfire {

/// Fills `alerts`, `noticed` and `caught`.
void read_alerts(const Plan&, const History&, ReviewedRun&);

}  // namespace misfire
