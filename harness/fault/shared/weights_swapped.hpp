// Two servers that have each other's weight.
#pragma once

#include "fault/shared/weights.hpp"

namespace misfire {

FaultDoc weights_swapped_doc();
/// Errors: not one server each, or the same one.
struct Swapped {
  std::size_t one = 0, other = 0;
};
Result<Swapped> swapped_servers(const Args&, std::size_t pool_size);
/// The weights that these servers are to have, by those that they have. Error: they are the same.
Result<Weights> swapped_weights(const Swapped&, const std::vector<int>& weights);
/// Shown: the balancer has exchanged the weights, and the logins moved with them.
Shown weights_swapped_witness(const Args&, const Observed&);

}  // namespace misfire
