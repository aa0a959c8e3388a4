// Where misfire keeps, for each user of this machine, what has to be found again after a crash: the
// list of the runs that are under way (runs/) and the folders of short-lived checks (tmp/); and
// what only saves time when it is found again.
#pragma once

#include <optional>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// $XDG_STATE_HOME/misfire, or ~/.local/state/misfire (XDG Base Directory Specification), or, where
/// that cannot be written, misfire-UID in the machine's temporary folder. It exists, is this
/// user's and nobody else's.
Result<fs::path> state_folder();

/// $XDG_CACHE_HOME/misfire, or ~/.cache/misfire. As above, but nothing where it cannot be used.
std::optional<fs::path> cache_folder();

}  // namespace misfire
