// Servers that never return.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc rise_huge_doc();
std::int64_t rise_successes(const Args&);
std::int64_t rise_out_s(const Args&);
/// Shown by the balancer's own account of what it takes.
Shown rise_huge_witness(const Args&, const Observed&);

}  // namespace misfire
