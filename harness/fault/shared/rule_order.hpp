// A general rule that comes before the one for logins.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc rule_order_doc();
/// Shown by traffic: no server of the pool answers any more.
Shown rule_order_witness(const Args&, const Observed&);

}  // namespace misfire
