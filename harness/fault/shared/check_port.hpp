// Health checks at a port where nothing listens.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_port_doc();
std::int64_t wrong_check_port(const Args&);
Result<std::vector<std::size_t>> servers_checked_elsewhere(const Args&, std::size_t pool_size);
/// Shown by the balancer: it checks them at another port, cannot connect there, and has taken them
/// out.
Shown check_port_witness(const Args&, const Observed&);

}  // namespace misfire
