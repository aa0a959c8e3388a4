// A server that stands in the pool twice.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_twice_doc();
/// Error: not one server.
Result<std::size_t> doubled_server(const Args&, std::size_t pool_size);
/// What makes of its name one that nobody in the pool has: "-2".
std::string suffix_of_double(const Config&, std::size_t server);
/// Shown: the balancer has one server more at its address, and the logins moved there.
Shown server_twice_witness(const Args&, const Observed&);

}  // namespace misfire
