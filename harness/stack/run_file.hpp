// run.json: who runs, written and flushed before anything starts, so that a later command can tell
// whether a run is alive and remove what a dead one left.
#pragma once

#include <sys/types.h>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

struct RunFile {
  std::string run_id, engine;
  pid_t guardian = 0;
  bool namespaced = false;
  int slot = 0;
};

Result<void> write_run_file(const fs::path&, const RunFile&);

/// Field 22 of /proc/PID/stat: a reused pid has another one. 0 when there is no such process.
unsigned long long start_time_of(pid_t);

}  // namespace misfire
