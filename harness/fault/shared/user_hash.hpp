// Every user kept on one server by the login itself.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc user_hash_doc();
/// Shown: by its own word the balancer chooses servers by a hash, which it did not, and by the mark
/// of its configuration it is this one. The shares of servers stay what they are.
Shown user_hash_witness(const Args&, const Observed&);

}  // namespace misfire
