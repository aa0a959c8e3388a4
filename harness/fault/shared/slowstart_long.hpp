// Servers that take very long to get their share back.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc slowstart_long_doc();
std::int64_t slowstart_minutes(const Args&);
/// No figure of a pool in which all servers stay moves. Shown by the mark of the configuration.
Shown slowstart_long_witness(const Args&, const Observed&);

}  // namespace misfire
