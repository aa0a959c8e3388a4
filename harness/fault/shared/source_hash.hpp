// Clients kept on one server by their address.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc source_hash_doc();
/// Shown by traffic: one server answers nearly all logins, which none did before, and the
/// configuration is the one with the fault in it.
Shown source_hash_witness(const Args&, const Observed&);

}  // namespace misfire
