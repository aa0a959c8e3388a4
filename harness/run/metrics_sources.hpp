// What the monitoring reads of the balancer: an exporter that has nothing to ask and a log that is
// not written are told before anything starts.
#pragma once

#include "run/prepare.hpp"

namespace misfire {

/// Usage errors, where the system or the scenario asks for what the balancer does not tell.
Errors check_metrics_sources(const Inputs&, const Wiring&, const Wired&);

/// The balancer's logs that an exporter may read, as paths of its part.
std::vector<std::string> shared_logs(const PartSpec& balancer);

}  // namespace misfire
