// TLS spoken to servers that speak plain HTTP.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc tls_to_plain_doc();
Result<std::vector<std::size_t>> tls_servers(const Args&, std::size_t pool_size);

}  // namespace misfire
