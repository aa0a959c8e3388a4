// A run's folder while the run is under way: entered into the registry and made before anything
// starts; what is of use only to a living run goes when this is destroyed.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "stack/run_registry.hpp"

namespace misfire {

class RunFolder {
 public:
  /// Errors: it cannot be made or entered.
  static Result<RunFolder> make(const fs::path&, const std::string& run_id);
  RunFolder(RunFolder&& other) noexcept
      : path_(std::exchange(other.path_, {})), entry_(std::move(other.entry_)) {}
  RunFolder& operator=(RunFolder&&) = delete;
  ~RunFolder();

  const fs::path& path() const { return path_; }
  const RunEntry& entry() const { return entry_; }
  RunEntry& entry() { return entry_; }

 private:
  RunFolder(fs::path path, RunEntry entry) : path_(std::move(path)), entry_(std::move(entry)) {}
  fs::path path_;  ///< empty once moved away
  RunEntry entry_;
};

}  // namespace misfire
