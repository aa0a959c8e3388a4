// Where misfire keeps, for each user of this machine, what has to be found again after a crash: the
// list of the runs that are under way (runs/), the folders of short-lived checks (tmp/), and what
// tools in containers have approved of (approvals/).
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// $XDG_STATE_HOME/misfire, or ~/.local/state/misfire (XDG Base Directory Specification), or, where
/// that cannot be written, misfire-UID in the machine's temporary folder. It exists, is this
/// user's and nobody else's.
Result<fs::path> state_folder();

}  // namespace misfire
