// Retries that multiply a failure.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc retry_storm_doc();
std::int64_t retries_of(const Args&);
/// No figure of a healthy stack moves. Shown by the mark of the configuration.
Shown retry_storm_witness(const Args&, const Observed&);

}  // namespace misfire
