// The control: a reload of the unchanged file. Whoever is paged by it is paged by every deployment.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc reload_doc();
Result<Edits> reload_edit(const Config&, const Args&);
/// Shown: another worker serves, and all else is as before.
Shown reload_witness(const Args&, const Observed&);

}  // namespace misfire
