#include "base/temporary_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace misfire {

Result<TemporaryFolder> TemporaryFolder::make(const std::string& purpose) {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  std::string name = (parent / fmt::format("misfire-{}-XXXXXX", purpose)).string();
  if (error || ::mkdtemp(name.data()) == nullptr) {
    return environment_error(
        fmt::format("cannot make a temporary folder {}: {}", name, std::strerror(errno)),
        "TMPDIR chooses another place");
  }
  return TemporaryFolder(name);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace misfire
