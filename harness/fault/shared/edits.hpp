// What the edits of every balancer's faults are put together with.
#pragma once

#include "balancer/balancer.hpp"

namespace misfire {

void add(Edits& to, Edits more);

}  // namespace misfire
