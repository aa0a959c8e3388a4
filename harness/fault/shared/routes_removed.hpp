// No rule leads to the pool any more.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc routes_removed_doc();
/// Shown by traffic: no server of the pool answers any more.
Shown routes_removed_witness(const Args&, const Observed&);

}  // namespace misfire
