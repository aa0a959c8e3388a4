// Servers at addresses where nobody is any more.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_stale_doc();
/// Errors: a role that names none, or no server would be left.
Result<std::vector<std::size_t>> stale_servers(const Args&, std::size_t pool_size);
/// Shown: the balancer has an address for them that none of the pool had, and they answer no more
/// logins.
Shown server_stale_witness(const Args&, const Observed&);

}  // namespace misfire
