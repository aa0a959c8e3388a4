// From the command line and the system file to what `misfire watch` works with.
#pragma once

#include <string>

#include "scenario/system.hpp"
#include "watch/watcher.hpp"

namespace misfire {

struct WatchOptions {
  fs::path system, state, pid_file;
  std::string every, runtime_api, status_page, listen;  ///< "" : as the system file says
  bool approve = false, once = false, json = false;
};

struct WatchSetup {
  watch::Watched watched;
  watch::StateFile state;
  watch::Status status;  ///< to begin with
  Endpoint listen;
};

/// Reads the system file. Whatever of it is not about a watch may be missing; what is there must be
/// right. Errors: all mistakes.
Checked<WatchSetup> set_up_watch(const WatchOptions&);

}  // namespace misfire
