// One server that answers everybody.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

/// Shown: one server answers nearly all logins, which none did before, and the configuration that
/// the balancer runs is the one with the fault in it.
Shown one_server_shown(const Observed&);

}  // namespace misfire
