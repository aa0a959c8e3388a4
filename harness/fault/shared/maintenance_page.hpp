// A maintenance page that stayed, with a status that says all is well.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc maintenance_page_doc();
/// Shown by traffic: logins are answered with 200, by no server of the pool.
Shown maintenance_page_witness(const Args&, const Observed&);

}  // namespace misfire
