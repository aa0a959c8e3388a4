// A hash that is the same for every login.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc one_server_hash_doc();
/// What is hashed: "uri", "source" or "host".
std::string hash_key(const Args&);
/// Shown: one server answers nearly all logins, and where the balancer tells how it chooses, it
/// chooses differently than before.
Shown one_server_hash_witness(const Args&, const Observed&);

}  // namespace misfire
