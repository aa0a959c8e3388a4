#include "base/glob.hpp"

#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
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

/// Where a copied tree has what a path of the machine that it was written for names, by as much of
/// the path's end as there may be: the likeliest first.
std::vector<fs::path> places_beside(const fs::path& folder, const fs::path& wanted) {
  std::vector<fs::path> places;
  for (fs::path rest = wanted.relative_path(); !rest.empty() && rest != ".";
       rest = rest.lexically_relative(*rest.begin())) {
    const bool alone = !rest.has_parent_path();
    const bool same_folder = wanted.parent_path().filename() == folder.filename();
    if (alone && is_pattern(wanted.string()) && !same_folder) continue;
    places.push_back(folder / rest);
  }
  return places;
}

/// A whole tree may be copied: "copy/etc/prometheus" is the folder of what names
/// "/etc/prometheus/rules", which is then "copy/etc/prometheus/rules".
std::optional<fs::path> place_in_whole_copy(const fs::path& folder, const fs::path& wanted) {
  fs::path tail, root = folder;
  std::optional<fs::path> place;
  while (root.has_filename() && root != root.root_path()) {
    tail = tail.empty() ? root.filename() : root.filename() / tail;
    root = root.parent_path();
    const fs::path rest = wanted.relative_path().lexically_relative(tail);
    if (!rest.empty() && *rest.begin() != "..") place = root / wanted.relative_path();
  }
  return place;
}

/// Where the files may be that a configuration in `folder` means, the likeliest first.
std::vector<fs::path> places_meant(const fs::path& folder, const fs::path& wanted) {
  if (!wanted.is_absolute()) return {folder / wanted};
  std::vector<fs::path> places;
  if (auto copy = place_in_whole_copy(folder, wanted)) places.push_back(std::move(*copy));
  places.push_back(wanted);
  for (fs::path& beside : places_beside(folder, wanted)) places.push_back(std::move(beside));
  return places;
}

fs::path normal(const std::string& written) {
  return fs::path(written).lexically_normal();
}

/// The first of the places where there is anything.
const fs::path* first_with_files(const std::vector<fs::path>& places) {
  const auto found = std::find_if(places.begin(), places.end(), [](const fs::path& place) {
    return !files_matching(place).empty();
  });
  return found == places.end() ? nullptr : &*found;
}

bool same_files(const fs::path& one, const fs::path& other) {
  const auto a = files_matching(one), b = files_matching(other);
  std::error_code error;
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](const fs::path& x, const fs::path& y) {
                      return fs::weakly_canonical(x, error) == fs::weakly_canonical(y, error);
                    });
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
  const auto places = places_meant(folder, normal(written));
  const fs::path* place = first_with_files(places);
  return place == nullptr ? std::vector<fs::path>{} : files_matching(*place);
}

std::vector<fs::path> files_beside(const fs::path& folder, const std::string& written) {
  const fs::path wanted = normal(written);
  if (!wanted.is_absolute()) return files_matching(folder / wanted);
  auto places = places_beside(folder, wanted);
  places.push_back(wanted);
  const fs::path* place = first_with_files(places);
  return place == nullptr ? std::vector<fs::path>{} : files_matching(*place);
}

std::string choice_of_files(const fs::path& folder, const std::string& written) {
  const fs::path wanted = normal(written);
  if (!wanted.is_absolute()) return {};
  const auto places = places_meant(folder, wanted);
  const fs::path* taken = first_with_files(places);
  if (taken == nullptr) return {};
  if (*taken != wanted && !same_files(*taken, wanted)) {
    return fmt::format("{} stands for {}{}", taken->string(), written,
                       files_matching(wanted).empty() ? ", which is not here" : "");
  }
  const auto beside = places_beside(folder, wanted);
  const fs::path* other = first_with_files(beside);
  if (other == nullptr || same_files(*other, wanted)) return {};
  return fmt::format("{} is taken as it is written, not {}", written, other->string());
}

std::optional<Error> hidden_files(const fs::path& folder, const std::string& written,
                                  const Position& named_at) {
  const fs::path wanted = normal(written);
  std::optional<Error> hidden;
  for (const fs::path& place : places_meant(folder, wanted)) {
    if (const auto closed = closed_on_the_way(place)) {
      const auto& [path, error] = *closed;
      hidden = Error{
          ErrorCode::usage, fmt::format("cannot read {}: {}", path.string(), std::strerror(error)),
          error == EACCES ? "check the permissions" : "a symbolic link leads to itself", named_at};
      // What is closed at the path itself may be another machine's: files beside stand for it.
      if (place != wanted || wanted.is_relative()) return hidden;
    } else if (!files_matching(place).empty()) {
      return std::nullopt;
    }
  }
  return hidden;
}

}  // namespace misfire
