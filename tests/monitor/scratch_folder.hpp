// A folder for one test, gone afterwards.
#pragma once

#include <cstdlib>
#include <string>
#include <system_error>

#include "base/files.hpp"

namespace misfire {

struct ScratchFolder {
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "misfire-test-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  void write(const std::string& name, std::string_view bytes) const {
    if (!make_folder((path / name).parent_path()) || !write_file(path / name, bytes)) std::abort();
  }
  fs::path path;
};

}  // namespace misfire
