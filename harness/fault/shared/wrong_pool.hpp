// Logins that go to another pool.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc wrong_pool_doc();
/// Shown by traffic: no server of the pool answers any more.
Shown wrong_pool_witness(const Args&, const Observed&);

}  // namespace misfire
