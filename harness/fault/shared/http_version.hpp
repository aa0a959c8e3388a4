// HTTP/2 spoken to servers that speak HTTP/1.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc http_version_doc();
Result<std::vector<std::size_t>> http2_servers(const Args&, std::size_t pool_size);

}  // namespace misfire
