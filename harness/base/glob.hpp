// Patterns of file names, as configurations include them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// Does it hold any of * ? [ ?
bool is_pattern(std::string_view);

/// What there is that matches, sorted; a path without a pattern matches itself if it is there.
std::vector<fs::path> files_matching(const fs::path& pattern);

/// The files that a configuration in `folder` means. Of an absolute path those that it names, but
/// in a copy of the whole tree ("copy/etc/prometheus") the copy's. What the machine that it was
/// written for has and this one has not ("/etc/prometheus/rules/*.yml") is looked for in the
/// folder, by as much of the path's end as is there ("rules/*.yml" of a copied tree). A pattern's
/// last part alone is its whole end only where the folder is called as the one that the path names:
/// else it would match what lies beside.
std::vector<fs::path> files_meant(const fs::path& folder, const std::string& written);

/// The same, but in the folder first: where this machine has files of that path, too, which are
/// another program's, as those of nginx's own package are.
std::vector<fs::path> files_beside(const fs::path& folder, const std::string& written);

/// What people must know of that choice: others stand for what the path names, or the folder has
/// what could be meant as well. "" where there was none.
std::string choice_of_files(const fs::path& folder, const std::string& written);

/// Why nobody can tell whether that is all: a folder on the way may not be looked into, or a link
/// leads to itself. A mistake at `named_at`.
std::optional<Error> hidden_files(const fs::path& folder, const std::string& written,
                                  const Position& named_at);

}  // namespace misfire
