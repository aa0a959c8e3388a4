// New sessions are let in at a rate that the load exceeds.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc session_rate_limit_doc();
std::int64_t sessions_per_second(const Args&);

}  // namespace misfire
