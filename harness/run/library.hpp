// Scenario files by path: files as given, folders searched for *.toml.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// Sorted within each folder. Errors (usage): no such path, or nothing was selected.
Result<std::vector<fs::path>> scenario_files(const std::vector<fs::path>& given);

}  // namespace misfire
