// The runs of this user that are under way, one file each in the state folder's runs/: the name is
// the run's id, the content its folder. A run enters itself before it starts anything and leaves
// when everything is gone, so that any later command finds a dead one, wherever its folder is.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

struct RegisteredRun {
  std::string run_id;
  fs::path folder;  ///< empty when the entry cannot be read
  fs::path entry;
};

/// Flushed to the disk. Returns the entry; removing it is leaving.
Result<fs::path> register_run(const std::string& run_id, const fs::path& folder);

/// All, sorted by id.
Result<std::vector<RegisteredRun>> registered_runs();

}  // namespace misfire
