// Saved runs as a review reads them.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"
#include "judge/review_run.hpp"

namespace misfire {

/// Every run that is meant (run_folders.hpp), judged again by its own plan, and what a suite says
/// did not run. Errors (usage): what is given holds no run, or one that cannot be read.
Checked<std::vector<ReviewedRun>> read_reviewed(const std::vector<fs::path>& given);

}  // namespace misfire
