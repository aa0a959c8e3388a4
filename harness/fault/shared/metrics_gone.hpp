// The balancer's metrics endpoint is gone.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc metrics_gone_doc();
/// Shown by whoever asks the balancer for its metrics and gets none any more: Prometheus, or the
/// exporter that stands in between.
Shown metrics_gone_witness(const Args&, const Observed&);

}  // namespace misfire
