// Patterns of file names, as configurations include them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// Does it hold any of * ? [ ?
bool is_pattern(std::string_view);

/// What there is that matches, sorted; a path without a pattern matches itself if it is there.
std::vector<fs::path> files_matching(const fs::path& pattern);

/// The files that a configuration in `folder` means. A path of the machine that it was written for
/// ("/etc/nginx/conf.d/*.conf") is looked for in the folder first, by as much of its end as is
/// there ("conf.d/*.conf" of a copied tree). A pattern's last part alone is its whole end only
/// where the folder is called as the one that the path names: else it would match what lies beside.
std::vector<fs::path> files_meant(const fs::path& folder, const std::string& written);

/// Why nobody can tell whether that is all: a folder on the way may not be looked into, or a link
/// leads to itself. A mistake at `named_at`.
std::optional<Error> hidden_files(const fs::path& folder, const std::string& written,
                                  const Position& named_at);

}  // namespace misfire
