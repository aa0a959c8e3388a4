// A folder of a test's own, removed with everything in it.
#pragma once

#include <cstdlib>

#include "base/files.hpp"

namespace misfire {

class TestFolder {
 public:
  TestFolder() {
    std::string name = (fs::temp_directory_path() / "misfire-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~TestFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace misfire
