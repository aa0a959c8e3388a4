// What the edits of every balancer's faults are put together with.
#pragma once

#include "balancer/balancer.hpp"

namespace misfire {

void add(Edits& to, Edits more);

/// A server's address with another host, as a configuration has it: "192.0.2.1:9001".
std::string address_for(const char* host, const PoolServer&);

}  // namespace misfire
