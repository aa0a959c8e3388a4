#include "cli/swept_text.hpp"
#include "report/paint.hpp"

#include <fmt/format.h>

namespace misfire {
namespace {

std::string counted(int n, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

}  // namespace

std::string swept_text(const Swept& swept) {
  std::string text;
  const auto line = [&](const std::string& more) { text += (text.empty() ? "" : "\n") + more; };
  for (const SweptRun& run : swept.runs) {
    std::string removed;
    if (run.processes > 0) removed = counted(run.processes, "process", "processes");
    if (run.containers > 0) {
      removed +=
          (removed.empty() ? "" : " and ") + counted(run.containers, "container", "containers");
    }
    if (run.scratch) removed += (removed.empty() ? "" : " and ") + std::string("scratch files");
    if (removed.empty()) removed = "nothing but its entry";
    line(fmt::format("swept dead run {}: {} removed; its evidence stays in {}", run.run_id, removed,
                     printable(run.folder.string())));
  }
  if (swept.temporary_folders > 0) {
    const int processes = swept.temporary_processes;
    line(fmt::format(
        "swept {}{} of checks that were killed",
        counted(swept.temporary_folders, "folder", "folders"),
        processes == 0 ? "" : fmt::format(" and {}", counted(processes, "process", "processes"))));
  }
  for (const Error& error : swept.unsettled) line(to_string(error));
  if (text.empty()) text = "nothing to sweep";
  if (swept.alive > 0) line(counted(swept.alive, "run is", "runs are") + " under way");
  return text;
}

}  // namespace misfire
