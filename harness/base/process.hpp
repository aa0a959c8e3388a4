// Short-lived tools (haproxy -c, promtool, amtool): run to the end with a deadline, no shell.
// Long-lived programs are parts and belong to stack/.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

struct ToolRun {
  int exit_code = 0;   ///< 128 + signal when a signal ended it
  std::string output;  ///< standard output and standard error, interleaved as written
};

/// Runs argv[0] (a path) and waits. Errors: cannot start, or not done by `limit` or by a second
/// after an interrupt (it is then killed). A non-zero exit code is not an error here.
Result<ToolRun> run_tool(const std::vector<std::string>& argv, Duration limit,
                         const std::filesystem::path& folder = {});

}  // namespace misfire
