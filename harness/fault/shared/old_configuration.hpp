// A configuration of former times.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc old_configuration_doc();
/// The same of server-removed: which servers go.
Args removed_since(const Args&);
/// The same of server-timeout.
Args timeout_of_then(const Args&);
/// Shown: the balancer does not have the servers, and they answer no more logins.
Shown old_configuration_witness(const Args&, const Observed&);

}  // namespace misfire
