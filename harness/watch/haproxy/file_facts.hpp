// What a HAProxy configuration says of its servers that a running HAProxy tells, too. Pure.
#pragma once

#include "balancer/haproxy/model.hpp"
#include "watch/facts.hpp"

namespace misfire::watch {

/// Of every backend and listen section. Not told: weight and state of a server with an agent, what
/// environment variables decide, addresses from SRV records, whatever a disabled section has.
Facts file_facts(const HaproxyModel&);

}  // namespace misfire::watch
