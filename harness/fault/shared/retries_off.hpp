// Failed connections that are not tried again.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc retries_off_doc();
/// No figure of a healthy stack moves. Shown: the serving worker says that it was started with the
/// configuration that has the fault in it, which is weaker than traffic, and told so.
Shown retries_off_witness(const Args&, const Observed&);

}  // namespace misfire
