// A limit of connections to the servers that the load exceeds.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc connection_limit_doc();
std::int64_t connection_limit(const Args&);
Result<std::vector<std::size_t>> limited_servers(const Args&, std::size_t pool_size);
/// Error: the limit that is written (0: none) would be raised.
Result<void> lowers_limit(const std::string& server, std::int64_t present, std::int64_t limit);
/// Shown: the balancer tells that limit, which it did not before. Whether logins wait for it
/// depends on the load.
Shown connection_limit_witness(const Args&, const Observed&);

}  // namespace misfire
