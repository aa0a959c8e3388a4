// run.json: who runs, written and flushed before anything starts, so that a later command can tell
// whether a run is alive and remove what a dead one left.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "stack/process_identity.hpp"

namespace misfire {

struct RunFile {
  std::string run_id, engine;
  ProcessIdentity guardian;
  ProcessIdentity harness = {};
  bool namespaced = false;
  int slot = 0;             ///< of processes
  std::string docker = {};  ///< the daemon of containers, as to_string(Endpoint)
  std::string pid_namespace = {}, machine = {};  ///< in which it runs; "" of older files
};

/// Notes this process as the harness.
Result<void> write_run_file(const fs::path&, RunFile);

/// Errors: no such file, or not one of ours.
Result<RunFile> read_run_file(const fs::path&);

/// Machines and containers may share a registry. Whether the run's is another machine, whose locks
/// need not be seen here.
bool on_another_machine(const RunFile&);
/// Whether its processes have other numbers here, as those of another container.
bool numbers_otherwise(const RunFile&);

}  // namespace misfire
