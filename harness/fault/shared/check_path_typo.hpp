// Health checks that ask for a path that is not there.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_path_typo_doc();
/// Shown by the balancer: every server that it checks answers the check wrongly and is down.
Shown check_path_typo_witness(const Args&, const Observed&);

}  // namespace misfire
