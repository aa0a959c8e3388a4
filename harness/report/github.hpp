// What GitHub Actions show of a suite: annotations (workflow commands) and a step summary. Pure.
// Formats: docs.github.com, "Workflow commands for GitHub Actions".
#pragma once

#include <string>
#include <vector>

#include "report/reported_run.hpp"

namespace misfire {

/// A line a run that failed (error) or proves nothing (warning), at its scenario's file.
std::string github_annotations(const std::vector<ReportedRun>&);

/// Markdown: the verdicts, and below them the reasons.
std::string github_summary(const std::vector<ReportedRun>&);

}  // namespace misfire
