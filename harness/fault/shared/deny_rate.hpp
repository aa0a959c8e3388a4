// A limit of requests a second for all clients together.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc deny_rate_doc();
std::int64_t allowed_per_second(const Args&);
/// Shown by traffic: logins are answered with 429.
Shown deny_rate_witness(const Args&, const Observed&);

}  // namespace misfire
