// A limit of connections at the door that the load exceeds.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc frontend_limit_doc();
std::int64_t entry_connections(const Args&);

}  // namespace misfire
