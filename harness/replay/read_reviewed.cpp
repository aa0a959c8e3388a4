#include "replay/read_reviewed.hpp"

#include "replay/run_folders.hpp"

namespace misfire {

Checked<std::vector<ReviewedRun>> read_reviewed(const std::vector<fs::path>& given) {
  const auto folders = run_folders(given);
  if (!folders) return tl::unexpected(folders.error());
  std::vector<ReviewedRun> runs;
  Errors errors;
  // One at a time: a suite's histories are large.
  for (const fs::path& folder : *folders) {
    const auto run = judge_again(folder, {});
    if (run) {
      runs.push_back(reviewed(run->plan, run->history, run->judgement, run->facts.system));
    } else {
      errors.insert(errors.end(), run.error().begin(), run.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  for (const DidNotRun& one : did_not_run(given)) {
    runs.push_back(not_reviewed(one.scenario, one.system, one.reason));
  }
  return runs;
}

}  // namespace misfire
