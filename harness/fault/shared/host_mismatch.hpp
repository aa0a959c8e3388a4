// A rule that lets only another host name through.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc host_mismatch_doc();
/// Error: no host name.
Result<std::string> only_host(const Args&);
/// Shown by traffic: logins are answered with 404, by no server of the pool.
Shown host_mismatch_witness(const Args&, const Observed&);

}  // namespace misfire
