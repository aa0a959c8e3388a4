// What the witnesses of several faults go by.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

/// For what moves no figure while all is well. Shown: the serving worker says that it was started
/// with the configuration that has the fault in it, which is weaker than traffic, and told so.
/// `fault`: "retries off".
Shown configuration_witness(const Observed&, const std::string& fault);

}  // namespace misfire
