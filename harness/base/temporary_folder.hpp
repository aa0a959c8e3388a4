// A folder in the machine's temporary folder that goes with its owner.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

class TemporaryFolder {
 public:
  /// `purpose` is part of its name: misfire-PURPOSE-XXXXXX.
  static Result<TemporaryFolder> make(const std::string& purpose);
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();
  const fs::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

}  // namespace misfire
