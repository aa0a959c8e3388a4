// A mutant on the real stack: a scenario is run as it is written, with the mutant as an alert-side
// fault besides.
#pragma once

#include "mutate/outcome.hpp"
#include "run/prepare.hpp"

namespace misfire {

/// What that run says. Errors: it did not start.
Checked<Seen> run_with(const Mutant&, RunOptions);

}  // namespace misfire
