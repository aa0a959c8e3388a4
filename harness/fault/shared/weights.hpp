// Weights out of proportion: one server gets more of the logins than it can answer.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

using Weights = std::vector<std::optional<int>>;  ///< what is asked of each server of the pool

FaultDoc weights_doc();
/// Which weights the parameters ask for. Errors name the parameter.
Result<Weights> asked_weights(const Args&, std::size_t pool_size);
/// Error: every server would get the share of the logins that it has. `written`: the weight of each
/// server of the pool before.
Result<void> proportions_change(const std::vector<int>& written, const Weights& asked);
/// Shown: the balancer has these weights, and the logins moved with them.
Shown weights_witness(const Args&, const Observed&);

}  // namespace misfire
