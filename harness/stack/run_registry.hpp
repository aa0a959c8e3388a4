// The runs of this user that are under way, one file each in the state folder's runs/: the name is
// the run's id, the content its folder. A run enters itself before it makes or starts anything and
// leaves when everything is gone, so that any later command finds a dead one, wherever its folder
// is. An entry is locked by harness and guardian from the moment at which it appears: a free one is
// a dead run's.
#pragma once

#include <string>
#include <vector>

#include "base/descriptor.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// This run's entry; destroying it leaves the registry.
class RunEntry {
 public:
  /// Flushed to the disk when it returns.
  static Result<RunEntry> make(const std::string& run_id, const fs::path& folder);
  RunEntry(RunEntry&& other) noexcept
      : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_)) {}
  RunEntry& operator=(RunEntry&&) = delete;
  ~RunEntry();
  const fs::path& path() const { return path_; }
  /// It stays: a later sweep does what could not be done now.
  void leave_for_sweep() { path_.clear(); }
  int lock() const { return lock_.get(); }

 private:
  RunEntry(fs::path path, Descriptor lock) : path_(std::move(path)), lock_(std::move(lock)) {}
  fs::path path_;
  Descriptor lock_;
};

struct RegisteredRun {
  std::string run_id;
  fs::path folder;  ///< empty when the entry is not whole
  fs::path entry;
};

/// All, dead ones included, sorted by id.
Result<std::vector<RegisteredRun>> registered_runs();

}  // namespace misfire
