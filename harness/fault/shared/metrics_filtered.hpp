// Metrics from which the servers, or those out of service, are left out.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc metrics_filtered_doc();
/// What is left out: "servers" or "maintenance".
std::string left_out_of_metrics(const Args&);
/// Shown by the configuration of the serving worker.
Shown metrics_filtered_witness(const Args&, const Observed&);

}  // namespace misfire
