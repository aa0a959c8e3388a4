// What compose files and manifests add to a survey: files that stand in them, who reads which file,
// and folders in which files lie as in a container.
#pragma once

#include "init/survey.hpp"

namespace misfire {

/// Below kOwnFolder, as kCopies.
inline constexpr char kMounted[] = "mounted";

/// Error: no place for the scratch folder.
Result<void> add_deployed_files(Survey&, const fs::path& root);

}  // namespace misfire
