// `misfire watch` as a daemon in the foreground: SIGTERM and Ctrl-C end it, SIGHUP has it read its
// system file again.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/watch_setup.hpp"

namespace misfire {

/// Returns when it was told to end. Errors: it cannot listen, or the approved state is damaged.
ExitCode run_watch_daemon(const WatchOptions&, WatchSetup, const watch::Tell&);

}  // namespace misfire
