// Health checks that forgive nothing.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_strict_doc();
std::int64_t strict_limit_ms(const Args&);
std::int64_t strict_out_s(const Args&);
/// Shown: one failure takes a server out by the balancer's word; the time limit stands in no state,
/// there it is the mark of the configuration.
Shown check_strict_witness(const Args&, const Observed&);

}  // namespace misfire
