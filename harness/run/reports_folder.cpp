#include "run/reports_folder.hpp"

#include <fmt/format.h>

namespace misfire {

Result<std::vector<NightRun>> night_runs(const fs::path& reports) {
  std::vector<NightRun> runs;
  std::error_code error;
  for (fs::directory_iterator at(reports, error), end; !error && at != end; at.increment(error)) {
    // A run that goes on, or was killed, has no report yet.
    const auto text = read_file(at->path() / "report.json");
    if (!text) continue;
    if (auto run = night_run(at->path().filename().string(), *text))
      runs.push_back(std::move(*run));
  }
  if (!runs.empty()) return runs;
  return tl::unexpected(
      Error{ErrorCode::usage,
            error ? fmt::format("{}: {}", reports.string(), error.message())
                  : fmt::format("{} is neither a run's folder nor holds one", reports.string()),
            "give reports/<time>-<scenario>-<id>, or the folder of such folders"});
}

}  // namespace misfire
