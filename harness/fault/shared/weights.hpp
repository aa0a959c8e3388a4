// Weights out of proportion: one server gets more of the logins than it can answer.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

using Weights = std::vector<std::optional<int>>;  ///< what is asked of each server of the pool

FaultDoc weights_doc();
/// Which weights the parameters ask for. Errors name the parameter.
Result<Weights> asked_weights(const Args&, std::size_t pool_size);
/// Shown: the balancer has these weights, and the logins moved with them.
Shown weights_shown(const Weights&, const Observed&);
/// The same of the weights that the parameters ask for.
Shown weights_witness(const Args&, const Observed&);

}  // namespace misfire
