// Health checks that ask for a path at which nothing can be wrong.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_always_200_doc();
/// What the checks ask for. Error: it is no path.
Result<std::string> blind_path(const Args&);
/// Shown: every check succeeds by the balancer's word, and by the mark of its configuration it is
/// the other one.
Shown check_always_200_witness(const Args&, const Observed&);

}  // namespace misfire
