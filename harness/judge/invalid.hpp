// The list of reasons for which a run proves nothing. Each is true by itself; a history that was
// cut off names only that, since everything else would follow from it. Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/evidence.hpp"

namespace misfire {

/// Sentences without a full stop; empty when the run can be judged. Reasons that belong to one
/// expectation (open, untellable) are the judge's to add.
std::vector<std::string> invalid_reasons(const Evidence&, const History&);

/// Notifications since the fault of which nobody knows what they carried: none of them can be said
/// not to have been the one that was expected.
std::vector<std::string> without_alerts(const Evidence&);

}  // namespace misfire
