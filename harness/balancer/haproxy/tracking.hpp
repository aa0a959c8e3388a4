// Servers without health checks of their own that are up or down as another one's say (`track`).
#pragma once

#include <vector>

#include "balancer/haproxy/config.hpp"

namespace misfire {

struct HaproxyServer {
  const HaproxySection* section = nullptr;
  const HaproxyLine* line = nullptr;  ///< null: there is none
};

/// Whose health checks tell how a server of the pool is: its own, or those of the last of the
/// servers that it tracks. None where a tracked server has no `server` line.
HaproxyServer checked_server(const HaproxyConfig&, std::size_t server);

/// The sections that say how the pool's servers are checked, each behind what it inherits from; the
/// pool's own is always one of them.
std::vector<const HaproxySection*> checking_sections(const HaproxyConfig&);

}  // namespace misfire
