// Where a path of a configuration leads nowhere.
#pragma once

#include <string>

#include "base/files.hpp"

namespace misfire {

/// "in FOLDER: did you mean …": the nearest name, or what stands there instead.
std::string nearest_on_disk(const fs::path&);

}  // namespace misfire
