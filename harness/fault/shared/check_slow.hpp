// Health checks that take very long to notice.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_slow_doc();
std::int64_t slow_interval_s(const Args&);
std::int64_t slow_failures(const Args&);
/// Shown: the balancer waits for that many failures; the time between them stands in no state,
/// there it is the mark of the configuration.
Shown check_slow_witness(const Args&, const Observed&);

}  // namespace misfire
