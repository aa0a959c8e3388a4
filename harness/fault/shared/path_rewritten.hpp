// Paths that are changed on their way to the servers.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc path_rewritten_doc();
/// Error: no plain path.
Result<std::string> path_prefix(const Args&);
/// Shown by traffic: logins are answered with 404.
Shown path_rewritten_witness(const Args&, const Observed&);

}  // namespace misfire
