// A folder that this process may not look into, whoever runs the tests.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"

namespace misfire {

/// Closed while this lives. Root may look everywhere: it becomes nobody for that time.
class ClosedFolder {
 public:
  explicit ClosedFolder(fs::path folder) : folder_(std::move(folder)), root_(::geteuid() == 0) {
    closed_ = ::chmod(folder_.c_str(), 0) == 0 && (!root_ || ::seteuid(kNobody) == 0);
  }
  ClosedFolder(const ClosedFolder&) = delete;
  ClosedFolder& operator=(const ClosedFolder&) = delete;
  ~ClosedFolder() {
    closed_ = !root_ || ::seteuid(0) == 0;
    closed_ = ::chmod(folder_.c_str(), 0700) == 0 && closed_;
  }
  bool closed() const { return closed_; }

 private:
  static constexpr uid_t kNobody = 65534;

  fs::path folder_;
  bool root_;
  bool closed_ = false;
};

}  // namespace misfire
