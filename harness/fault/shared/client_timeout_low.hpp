// A time limit for clients that is shorter than the one for servers.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc client_timeout_low_doc();
std::int64_t client_timeout_ms(const Args&);
/// Shown by the configuration of the serving worker: clients of this machine are never late.
Shown client_timeout_low_witness(const Args&, const Observed&);

}  // namespace misfire
