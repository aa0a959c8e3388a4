// A limit of connections of the whole balancer that the load exceeds.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc process_limit_doc();
std::int64_t process_connections(const Args&);
/// Shown: the balancer tells that limit, which it did not before.
Shown process_limit_witness(const Args&, const Observed&);

}  // namespace misfire
