// What can be wrong with the inputs of a run beyond each file by itself. Internal to run/:
// prepare.hpp has what others need of it.
#pragma once

#include "run/prepare.hpp"

namespace misfire {

/// The command line's.
Errors check_options(const RunOptions&);

/// What the pool in the file and the system file must agree on, and what the adapter can do.
Errors check_against_pool(const Inputs&);

}  // namespace misfire
