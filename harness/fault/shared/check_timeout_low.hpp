// Health checks that give up too soon.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_timeout_low_doc();
std::int64_t check_limit_ms(const Args&);
/// Nothing of an idle stack tells. Shown by the mark of the configuration.
Shown check_timeout_low_witness(const Args&, const Observed&);

}  // namespace misfire
