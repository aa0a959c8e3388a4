// Servers of the pool that are there and get no logins any more.
#pragma once

#include <functional>

#include "fault/misconfiguration.hpp"

namespace misfire {

/// What the role `param` of a fault names. Errors: none, or the whole pool: one has to be left.
Result<std::vector<std::size_t>> some_servers(const FaultDoc&, const Args&,
                                              const std::string& param, std::size_t pool_size);

/// Shown: `is_out` is true of each of these servers by the balancer's word, which it was not
/// before, and they answer no more logins. Tells each one's state and address, before and now.
using ServerTest = std::function<bool(const LiveState::Server&)>;
Shown idle_servers_shown(const std::vector<std::size_t>&, const Observed&,
                         const ServerTest& is_out);

/// "10.0.0.1:9001"
std::string address_of(const LiveState::Server&);

}  // namespace misfire
