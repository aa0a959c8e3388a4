// The PROXY protocol spoken to servers that do not know it.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc proxy_protocol_mismatch_doc();
Result<std::vector<std::size_t>> proxied_servers(const Args&, std::size_t pool_size);

}  // namespace misfire
