// A time limit for the queue that hardly anybody keeps.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc queue_timeout_low_doc();
std::int64_t queue_timeout_ms(const Args&);

}  // namespace misfire
