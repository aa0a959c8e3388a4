// A time limit for the servers' answers that no login keeps.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_timeout_doc();
std::int64_t timeout_ms(const Args&);
/// Shown by traffic: logins end with 504, which no backend has sent.
Shown server_timeout_witness(const Args&, const Observed&);

}  // namespace misfire
