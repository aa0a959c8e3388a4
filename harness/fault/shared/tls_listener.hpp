// A listener that speaks TLS while its clients do not.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc tls_listener_doc();
/// Shown by traffic: logins end with 400, or without an answer.
Shown tls_listener_witness(const Args&, const Observed&);

}  // namespace misfire
