#include "base/glob.hpp"

#include <glob.h>

namespace misfire {

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
  const fs::path wanted = fs::path(written).lexically_normal();
  if (!wanted.is_absolute()) return files_matching(folder / wanted);
  for (fs::path rest = wanted.relative_path(); !rest.empty() && rest != ".";
       rest = rest.lexically_relative(*rest.begin())) {
    const bool alone = !rest.has_parent_path();
    const bool same_folder = wanted.parent_path().filename() == folder.filename();
    if (alone && is_pattern(written) && !same_folder) continue;
    if (auto files = files_matching(folder / rest); !files.empty()) return files;
  }
  return files_matching(wanted);
}

}  // namespace misfire
