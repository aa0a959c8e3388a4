// Names of servers that nobody can look up.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc resolver_broken_doc();
Result<std::vector<std::size_t>> looked_up_servers(const Args&, std::size_t pool_size);
/// Whether it is looked up at all, and no address.
bool is_to_be_resolved(const std::string&);
/// Why no name server can be missed: all servers are known by their addresses.
std::string lacks_names(const Config&);
/// Shown by the balancer: it keeps them out of service since it has no address for them.
Shown resolver_broken_witness(const Args&, const Observed&);

}  // namespace misfire
