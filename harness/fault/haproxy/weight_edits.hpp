// Weights of HAProxy's servers, by a reload or at run time.
#pragma once

#include "balancer/haproxy/config.hpp"
#include "fault/shared/weights.hpp"

namespace misfire {

/// The server's weight, or HAProxy's own where nobody wrote one.
int written_weight(const HaproxyConfig&, std::size_t server);
Result<Edits> set_weights(const HaproxyConfig&, const Weights&);
/// Error: the pool's algorithm takes weights at its start only.
Result<RuntimeChange> weights_at_run_time(const HaproxyConfig&, const Weights&);

}  // namespace misfire
