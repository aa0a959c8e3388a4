#include "run/library.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"

namespace misfire {
namespace {

std::vector<std::string> names_beside(const fs::path& path) {
  std::vector<std::string> names;
  std::error_code error;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Result<std::vector<fs::path>> scenario_files(const std::vector<fs::path>& given) {
  std::vector<fs::path> files;
  for (const fs::path& path : given) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      std::vector<fs::path> inside;
      for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
        if (entry.path().extension() == ".toml") inside.push_back(entry.path());
      }
      std::sort(inside.begin(), inside.end());
      files.insert(files.end(), inside.begin(), inside.end());
    } else if (fs::exists(path, error)) {
      files.push_back(path);
    } else {
      return usage_error(fmt::format("there is no scenario {}", path.string()),
                         suggestion(path.filename().string(), names_beside(path)));
    }
  }
  if (files.empty())
    return usage_error("no scenario was selected", "give a *.toml file or a folder");
  return files;
}

}  // namespace misfire
