// --github: what a step of GitHub Actions tells.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "report/reported_run.hpp"

namespace misfire {

/// Annotations go to standard error, which the runner reads as well, so that --json stays JSON; the
/// summary is added to the file that GITHUB_STEP_SUMMARY names, if any.
Result<void> tell_github(const std::vector<ReportedRun>&);

}  // namespace misfire
