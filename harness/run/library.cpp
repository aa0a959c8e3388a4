#include "run/library.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "scenario/file_kind.hpp"

namespace misfire {
namespace {

/// Scenario files and folders: what might have been meant.
std::vector<std::string> names_beside(const fs::path& path) {
  std::vector<std::string> names;
  std::error_code error;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const std::string name = at->path().filename().string();
    const bool fits = at->path().extension() == ".toml" ? fs::exists(at->path(), ignored)
                                                        : at->is_directory(ignored);
    if (fits && !name.starts_with('.')) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Every *.toml below a folder but system files, which often stand beside their scenarios. Links to
/// folders are not followed: they may lead round in circles.
Checked<std::vector<fs::path>> files_below(const fs::path& folder) {
  std::vector<fs::path> inside;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error), end;
  while (!error && at != end) {
    std::error_code ignored;
    if (at->path().extension() == ".toml" && !at->is_directory(ignored) &&
        !is_system_file(at->path())) {
      inside.push_back(at->path());
    }
    at.increment(error);
  }
  if (error) {
    return tl::unexpected(
        Errors{Error{ErrorCode::usage,
                     fmt::format("cannot read {}: {}", folder.string(), error.message()),
                     "check the permissions",
                     {}}});
  }
  if (inside.empty()) {
    return tl::unexpected(
        Errors{Error{ErrorCode::usage,
                     fmt::format("there is no scenario (*.toml) below {}", folder.string()),
                     "give a scenario file, or a folder of them",
                     {}}});
  }
  std::sort(inside.begin(), inside.end());
  return inside;
}

Error not_there(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_symlink(fs::symlink_status(path, ignored))) {
    return {ErrorCode::usage,
            fmt::format("{} is a link that leads nowhere", path.string()),
            "name the file itself",
            {}};
  }
  const std::string hint = suggestion(path.filename().string(), names_beside(path));
  return {ErrorCode::usage, fmt::format("there is no scenario \"{}\"", path.string()), hint, {}};
}

}  // namespace

Checked<std::vector<fs::path>> scenario_files(const std::vector<fs::path>& given) {
  std::vector<fs::path> files;
  Errors errors;
  for (const fs::path& path : given) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      const auto inside = files_below(path);
      if (inside) {
        files.insert(files.end(), inside->begin(), inside->end());
      } else {
        errors.insert(errors.end(), inside.error().begin(), inside.error().end());
      }
    } else if (fs::exists(path, error)) {
      files.push_back(path);
    } else {
      errors.push_back(not_there(path));
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return files;
}

}  // namespace misfire
