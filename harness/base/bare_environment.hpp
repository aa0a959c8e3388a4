// Programs of a stack inherit nothing of the caller's environment but PATH: a PGSERVICE or an
// http_proxy that somebody has in his shell would decide what a run shows.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/process.hpp"

namespace misfire {

/// PATH, the locale C, and `home`.
std::map<std::string, std::string> bare_environment(const std::filesystem::path& home);

/// run_tool() in that environment; stands beside it, in process.cpp.
Result<ToolRun> run_bare_tool(const std::vector<std::string>& argv, Duration limit,
                              const std::filesystem::path& folder = {});

}  // namespace misfire
