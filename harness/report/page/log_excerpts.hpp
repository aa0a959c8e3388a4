// The ends of the parts' logs, as a page shows them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.hpp"

namespace misfire {

struct LogExcerpt {
  std::string name;         ///< of the file, "auth1.log"
  std::string text;         ///< its last lines, long ones cut
  std::uint64_t bytes = 0;  ///< of the whole file
};

/// Of every file that says something in the run's `logs/`, by name. What cannot be read is left
/// out: a report does not fail for that.
std::vector<LogExcerpt> log_excerpts(const fs::path& run_folder);

}  // namespace misfire
