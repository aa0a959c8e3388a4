// A run's folder while the run is under way: made, locked and entered into the registry before
// anything starts; what is of use only to a living run goes when this is destroyed. The guardian
// holds the lock, too, so that it is free only when nothing of the run is left.
#pragma once

#include "base/descriptor.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

class RunFolder {
 public:
  /// Errors: it cannot be made, locked or entered.
  static Result<RunFolder> make(const fs::path&, const std::string& run_id);
  RunFolder(RunFolder&&) noexcept;
  RunFolder& operator=(RunFolder&&) = delete;
  ~RunFolder();

  const fs::path& path() const { return path_; }
  int lock() const { return lock_.get(); }
  const fs::path& entry() const { return entry_; }
  /// From now on it holds evidence and stays; until then it vanishes as a whole, so that a run
  /// that could not start leaves nothing.
  void keep() { kept_ = true; }

 private:
  explicit RunFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_, entry_;
  Descriptor lock_;
  bool kept_ = false;
};

}  // namespace misfire
