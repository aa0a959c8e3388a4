// Servers that are spoken to in a way that they do not understand.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

/// Shown: the last checks of all of these servers failed with one of these results (the beginning
/// of their names), which they had not before; where a server is not checked, the configuration of
/// the serving worker has to do. `spoken`: "TLS".
Shown handshake_witness(const Observed&, const Result<std::vector<std::size_t>>& servers,
                        const std::vector<std::string>& results, const std::string& spoken);

}  // namespace misfire
