// Removes what dead runs of this user left: processes, scratch, registry entries, folders of
// checks. Evidence stays. A run is dead when nobody holds its entry's lock; one whose harness is
// dead while its guardian hangs is brought to its end. Nothing else is ever touched.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

struct SweptRun {
  std::string run_id;
  fs::path folder;
  int processes = 0;     ///< that were ended
  int containers = 0;    ///< that were removed
  bool scratch = false;  ///< whether there were files to remove
};

struct Swept {
  std::vector<SweptRun> runs;
  int temporary_folders = 0;
  int temporary_processes = 0;  ///< that worked in these
  int alive = 0;                ///< runs under way, left alone
  Errors unsettled;             ///< what could not be judged or removed, and what to do about it
  bool nothing() const { return runs.empty() && temporary_folders == 0 && unsettled.empty(); }
};

/// `patience`: how long to wait for a guardian whose harness has just died.
Swept sweep_dead_runs(Clock&, Duration patience = std::chrono::seconds(5));

}  // namespace misfire
