#include "base/glob.hpp"

#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace misfire {
namespace {

bool hides(int error) {
  return error == EACCES || error == ELOOP;
}

/// glob() tells of folders that it cannot open, one call after the other and nothing else.
thread_local std::optional<std::pair<fs::path, int>> t_closed;

int note_closed(const char* folder, int error) {
  if (hides(error) && !t_closed) t_closed = {folder, error};
  return 0;
}

/// The first place on the way to `pattern` where nobody can go on.
std::optional<std::pair<fs::path, int>> closed_on_the_way(const fs::path& pattern) {
  fs::path at;
  for (const fs::path& step : pattern) {
    if (is_pattern(step.string())) break;
    at /= step;
    struct stat status = {};
    if (::stat(at.c_str(), &status) != 0) {
      if (!hides(errno)) return std::nullopt;
      return std::pair(errno == EACCES && at.has_parent_path() ? at.parent_path() : at, errno);
    }
  }
  t_closed.reset();
  glob_t found{};
  ::glob(pattern.c_str(), 0, note_closed, &found);
  ::globfree(&found);
  return t_closed;
}

/// Where the files may be that a configuration in `folder` means, the likeliest first.
std::vector<fs::path> places_meant(const fs::path& folder, const std::string& written) {
  const fs::path wanted = fs::path(written).lexically_normal();
  if (!wanted.is_absolute()) return {folder / wanted};
  std::vector<fs::path> places;
  for (fs::path rest = wanted.relative_path(); !rest.empty() && rest != ".";
       rest = rest.lexically_relative(*rest.begin())) {
    const bool alone = !rest.has_parent_path();
    const bool same_folder = wanted.parent_path().filename() == folder.filename();
    if (alone && is_pattern(written) && !same_folder) continue;
    places.push_back(folder / rest);
  }
  places.push_back(wanted);
  return places;
}

}  // namespace

bool is_pattern(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

std::vector<fs::path> files_matching(const fs::path& pattern) {
  std::vector<fs::path> out;
  glob_t found{};
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    for (std::size_t i = 0; i < found.gl_pathc; ++i) out.emplace_back(found.gl_pathv[i]);
  }
  ::globfree(&found);
  return out;
}

std::vector<fs::path> files_meant(const fs::path& folder, const std::string& written) {
  for (const fs::path& place : places_meant(folder, written)) {
    if (auto files = files_matching(place); !files.empty()) return files;
  }
  return {};
}

std::optional<Error> hidden_files(const fs::path& folder, const std::string& written,
                                  const Position& named_at) {
  for (const fs::path& place : places_meant(folder, written)) {
    if (const auto closed = closed_on_the_way(place)) {
      const auto& [path, error] = *closed;
      return Error{
          ErrorCode::usage, fmt::format("cannot read {}: {}", path.string(), std::strerror(error)),
          error == EACCES ? "check the permissions" : "a symbolic link leads to itself", named_at};
    }
    if (!files_matching(place).empty()) break;
  }
  return std::nullopt;
}

}  // namespace misfire
