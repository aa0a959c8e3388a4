// Retries that go to the server that has just failed.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc redispatch_removed_doc();
/// No figure of a healthy stack moves. Shown by the mark of the configuration.
Shown redispatch_removed_witness(const Args&, const Observed&);

}  // namespace misfire
