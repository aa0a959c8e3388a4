// Which runs a person means: a run's folder, a folder of runs, a suite's folder, or what
// `misfire run --json` printed.
#pragma once

#include <vector>

#include "run/run.hpp"

namespace misfire {

/// Sorted within each folder, each once. Errors (usage): every path that is not there or holds no
/// run.
Checked<std::vector<fs::path>> run_folders(const std::vector<fs::path>& given);

/// A scenario of a suite that left no folder.
struct DidNotRun {
  std::string scenario, system, reason;
};
/// Of the suites among what is given, which run_folders can read.
std::vector<DidNotRun> did_not_run(const std::vector<fs::path>& given);

/// All of them, judged again by their own plans.
Checked<std::vector<RunResult>> read_suite(const fs::path& given);

}  // namespace misfire
