// Patterns of file names, as configurations include them.
#pragma once

#include <string_view>
#include <vector>

#include "base/files.hpp"

namespace misfire {

/// Does it hold any of * ? [ ?
bool is_pattern(std::string_view);

/// What there is that matches, sorted; a path without a pattern matches itself if it is there.
std::vector<fs::path> files_matching(const fs::path& pattern);

}  // namespace misfire
