// A time limit for connections that is hardly one.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc connect_timeout_huge_doc();
std::int64_t huge_connect_seconds(const Args&);
/// Shown by the configuration of the serving worker: no connection takes long while all is well.
Shown connect_timeout_huge_witness(const Args&, const Observed&);

}  // namespace misfire
