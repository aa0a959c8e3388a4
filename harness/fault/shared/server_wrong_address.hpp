// Servers at the address of another service.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_wrong_address_doc();
/// Errors: a role that names none, or no server would be left.
Result<std::vector<std::size_t>> misled_servers(const Args&, std::size_t pool_size);
/// Shown: the balancer has an address for them that none of the pool had, they answer no more
/// logins, and whoever is there answers 404 to checks or to logins.
Shown server_wrong_address_witness(const Args&, const Observed&);

}  // namespace misfire
