// The runs below a folder, as their reports tell.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "report/index/index.hpp"

namespace misfire {

/// Of every run's folder in it that has a report. Errors (usage): it is not there, or holds none.
Result<std::vector<NightRun>> night_runs(const fs::path& reports);

}  // namespace misfire
