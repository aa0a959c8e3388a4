// Writes what `misfire init` makes: unlike what misfire writes for itself, these files are for the
// repository and its other users.
#pragma once

#include "init/survey.hpp"

namespace misfire {

/// Errors: `misfire/` or a folder in it is a link, by which other files would be written or
/// removed.
Result<void> check_own_folder(const fs::path& root);

Result<void> write_for_all(const fs::path& file, const std::string& text);

/// The folders of copies and links below `misfire/`, as a whole: what was there before goes.
Result<void> write_own_folders(const Survey&, const fs::path& root);

/// Those of these folders that are there already.
std::vector<fs::path> own_folders(const fs::path& root);

/// What a link of the survey leads to, from the folder that it lies in.
fs::path link_target(const Survey&, const std::string& path, const fs::path& root);

}  // namespace misfire
