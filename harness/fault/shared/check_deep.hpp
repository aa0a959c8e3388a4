// Health checks that go through everything the service needs.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_deep_doc();
/// What the checks ask for. Error: it is no path.
Result<std::string> deep_path(const Args&);
/// Nothing of a healthy stack tells. Shown by the mark of the configuration.
Shown check_deep_witness(const Args&, const Observed&);

}  // namespace misfire
