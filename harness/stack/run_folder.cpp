#include "stack/run_folder.hpp"

#include "base/crash_point.hpp"
#include "stack/scratch.hpp"

namespace misfire {

Result<RunFolder> RunFolder::make(const fs::path& path, const std::string& run_id) {
  auto entry = RunEntry::make(run_id, path);
  if (!entry) return tl::unexpected(entry.error());
  RunFolder folder(path, std::move(*entry));
  crash_point("the run was registered");
  if (auto made = make_folder(path); !made) return tl::unexpected(made.error());
  crash_point("the run's folder was made");
  return folder;
}

RunFolder::~RunFolder() {
  if (path_.empty()) return;
  remove_scratch(path_);
  if (has_parts(path_)) entry_.leave_for_sweep();
}

}  // namespace misfire
