// Servers that only stand by.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_backup_doc();
/// Errors: a role that names none, or no server would be left.
Result<std::vector<std::size_t>> backup_servers(const Args&, std::size_t pool_size);
/// Shown: the balancer says so, and they answer no more logins.
Shown server_backup_witness(const Args&, const Observed&);

}  // namespace misfire
