// Servers of the pool that the configuration no longer has.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_removed_doc();
/// Which servers go. Errors: a role that names none, or no server would be left.
Result<std::vector<std::size_t>> removed_servers(const Args&, std::size_t pool_size);
/// Shown: the balancer does not have them (or keeps them out of service), and they answer no more
/// logins.
Shown server_removed_witness(const Args&, const Observed&);

}  // namespace misfire
