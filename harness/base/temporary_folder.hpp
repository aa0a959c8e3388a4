// A folder of a short-lived check that goes with its owner. It lies in the state folder's tmp/ and
// is locked, so that a later command can tell one whose owner was killed, and removes it.
#pragma once

#include <functional>

#include "base/descriptor.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

class TemporaryFolder {
 public:
  /// `purpose` is part of its name: PURPOSE-XXXXXX.
  static Result<TemporaryFolder> make(const std::string& purpose);
  TemporaryFolder(TemporaryFolder&& other) noexcept
      : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_)) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();
  const fs::path& path() const { return path_; }
  int held_lock() const { return lock_.get(); }
  /// It stays, ownerless: a later sweep does what could not be done now.
  void leave_for_sweep() { path_.clear(); }

 private:
  TemporaryFolder(fs::path path, Descriptor lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}
  fs::path path_;
  Descriptor lock_;
};

/// Removes those whose owners are dead; how many there were. `first` sees each before it goes, and
/// says whether it may.
int remove_ownerless_temporary_folders(const std::function<bool(const fs::path&)>& first = {});

}  // namespace misfire
