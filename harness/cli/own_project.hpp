// A folder for which `misfire init` wrote files: commands that are given no others take these.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// The system file as given; else misfire/system.toml, if there is one here; else empty, which is
/// the default system.
fs::path system_or_own(const fs::path& given);

/// The scenarios as given, else misfire/scenarios. Error: there are none either.
Result<std::vector<fs::path>> scenarios_or_own(const std::vector<fs::path>& given);

}  // namespace misfire
