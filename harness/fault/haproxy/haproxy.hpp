// The misconfigurations of HAProxy, one function and one file each. Internal to fault/.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

Misconfiguration haproxy_weights();
Misconfiguration haproxy_reload();

}  // namespace misfire
