// Servers that get their full share the moment they return.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc slowstart_removed_doc();
/// No figure of a pool in which all servers stay moves. Shown by the mark of the configuration.
Shown slowstart_removed_witness(const Args&, const Observed&);

}  // namespace misfire
