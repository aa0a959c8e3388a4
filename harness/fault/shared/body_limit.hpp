// A limit for the size of requests that no login keeps.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc body_limit_doc();
std::int64_t allowed_bytes(const Args&);
/// Shown by traffic: logins are answered with 413.
Shown body_limit_witness(const Args&, const Observed&);

}  // namespace misfire
