#include "cli/github_step.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

#include "cli/console.hpp"
#include "report/github.hpp"

namespace misfire {

Result<void> tell_github(const std::vector<ReportedRun>& runs) {
  if (const std::string annotations = github_annotations(runs); !annotations.empty()) {
    say(annotations);
  }
  const char* file = std::getenv("GITHUB_STEP_SUMMARY");
  if (file == nullptr || *file == '\0') return {};
  // Other steps of the job write there, too.
  std::ofstream summary(file, std::ios::app | std::ios::binary);
  summary << github_summary(runs) << '\n';
  summary.flush();
  if (summary) return {};
  return tl::unexpected(Error{ErrorCode::environment,
                              fmt::format("the summary cannot be written to {}", file),
                              "GITHUB_STEP_SUMMARY names that file"});
}

}  // namespace misfire
