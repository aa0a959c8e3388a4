// Errors that leave the balancer as successes.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc error_page_200_doc();
/// Shown by the configuration of the serving worker: without errors there is none to be hidden.
Shown error_page_200_witness(const Args&, const Observed&);

}  // namespace misfire
