// A reload that fails, so that the old process serves on.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc stale_process_doc();
/// Shown: the worker that serves says that its configuration is another one than that which the
/// balancer was given last.
Shown stale_process_witness(const Args&, const Observed&);

}  // namespace misfire
