// Health checks to which every answer is good.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_any_status_doc();
/// Nothing of a healthy stack tells. Shown by the mark of the configuration.
Shown check_any_status_witness(const Args&, const Observed&);

}  // namespace misfire
