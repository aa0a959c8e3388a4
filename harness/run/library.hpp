// Scenario files by path: files as given, folders searched for *.toml that are no system files.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// Sorted within each folder. Errors (usage): every path that is not there (with the nearest name),
/// and every folder that holds none.
Checked<std::vector<fs::path>> scenario_files(const std::vector<fs::path>& given);

}  // namespace misfire
