// Servers that were drained and never brought back.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_drained_doc();
/// Errors: a role that names none, or no server would be left.
Result<std::vector<std::size_t>> drained_servers(const Args&, std::size_t pool_size);
/// Shown: the balancer says so, and they answer no more logins.
Shown server_drained_witness(const Args&, const Observed&);

}  // namespace misfire
