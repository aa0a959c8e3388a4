// Clients that the balancer cannot tell apart.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc constant_cookie_doc();
bool by_cookie(const Args&);
/// Shown by traffic (one server answers nearly all logins), or of cookies by the balancer's word.
Shown constant_cookie_witness(const Args&, const Observed&);

}  // namespace misfire
