// A certificate whose time is over, where logins come in.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc tls_expired_doc();
/// Why there is nothing to break in a configuration none of whose listeners for logins speaks TLS.
inline constexpr char kNoTlsListener[] = "logins come to no listener that speaks TLS";
/// Shown by traffic: logins end without an answer, by a worker that has the fault's configuration.
Shown tls_expired_witness(const Args&, const Observed&);

}  // namespace misfire
