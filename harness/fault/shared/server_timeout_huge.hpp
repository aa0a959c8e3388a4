// A time limit for the servers that is hardly one.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_timeout_huge_doc();
std::int64_t huge_timeout_minutes(const Args&);
/// Shown by the configuration of the serving worker: nothing waits so long while all is well.
Shown server_timeout_huge_witness(const Args&, const Observed&);

}  // namespace misfire
