// The log that metrics are made of is switched off.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc access_log_off_doc();
/// Shown by the configuration of the serving worker.
Shown access_log_off_witness(const Args&, const Observed&);

}  // namespace misfire
