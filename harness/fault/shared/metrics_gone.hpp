// The balancer's metrics endpoint is gone.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc metrics_gone_doc();
/// Shown by Prometheus, which cannot scrape the balancer any more.
Shown metrics_gone_witness(const Args&, const Observed&);

}  // namespace misfire
