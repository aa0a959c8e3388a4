#include "monitor/nearest_on_disk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/nearest.hpp"

namespace misfire {

std::string nearest_on_disk(const fs::path& path) {
  fs::path folder;
  std::error_code error;
  for (const fs::path& step : path) {
    if (fs::is_directory(folder / step, error)) {
      folder /= step;
      continue;
    }
    std::vector<std::string> names;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      names.push_back(at->path().filename().string());
    }
    if (error == std::errc::permission_denied) return "check the permissions of " + folder.string();
    std::erase(names, step.string());
    std::sort(names.begin(), names.end());
    return fmt::format("in {}: {}", folder.string(), suggestion(step.string(), names));
  }
  return {};
}

}  // namespace misfire
