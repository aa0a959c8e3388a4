// Servers that the configuration keeps in maintenance.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_disabled_doc();
/// Errors: a role that names none, or no server would be left.
Result<std::vector<std::size_t>> disabled_servers(const Args&, std::size_t pool_size);
/// Shown: the balancer says so, and they answer no more logins.
Shown server_disabled_witness(const Args&, const Observed&);

}  // namespace misfire
