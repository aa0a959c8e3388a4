// A rule that refuses the method of the logins.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc method_denied_doc();
/// Shown by traffic: logins are answered with 403.
Shown method_denied_witness(const Args&, const Observed&);

}  // namespace misfire
