// Asks Prometheus which of the selectors that the rules need match nothing in the real scrape.
#pragma once

#include "run/conductor.hpp"
#include "run/launch.hpp"

namespace misfire {

/// Notes a NoSeries for each that had none from `from` until now, which is the end of the baseline
/// or of the run.
Result<void> note_missing_series(const Conducting&, Stack&, Instant from, Phase until);

}  // namespace misfire
