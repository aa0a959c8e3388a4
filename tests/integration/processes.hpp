// Which processes belong to a run: their command line or their folder names it.
#pragma once

#include <string>
#include <vector>

#include "base/files.hpp"

namespace misfire {

/// "/proc/123" and the command line of each process that names the folder.
inline std::vector<std::string> processes_naming(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const auto line = read_file(entry.path() / "cmdline", 1u << 20);
    const auto cwd = fs::read_symlink(entry.path() / "cwd", error);
    if ((line && line->find(folder) != std::string::npos) || cwd.string().rfind(folder, 0) == 0) {
      found.push_back(entry.path().string() + " " + line.value_or(""));
    }
  }
  return found;
}

}  // namespace misfire
