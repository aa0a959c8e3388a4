// The reports in a run's folder that people and CI systems read; report.json is written apart.
#pragma once

#include "run/run.hpp"

namespace misfire {

/// junit.xml, report.html and, where a fault came, postmortem.md, from the run's result and what
/// lies in its folder.
Result<void> write_reports(const RunResult&, const fs::path& folder);

}  // namespace misfire
