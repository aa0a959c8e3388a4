#include "stack/run_folder.hpp"

#include <fmt/format.h>

#include "base/crash_point.hpp"
#include "base/folder_lock.hpp"
#include "stack/run_registry.hpp"
#include "stack/scratch.hpp"

namespace misfire {

Result<RunFolder> RunFolder::make(const fs::path& path, const std::string& run_id) {
  if (auto made = make_folder(path); !made) return tl::unexpected(made.error());
  RunFolder folder(path);
  crash_point("the run's folder was made");
  auto lock = lock_folder(path);
  if (!lock) return tl::unexpected(lock.error());
  if (!*lock) return environment_error(fmt::format("{} is held by somebody else", path.string()));
  folder.lock_ = std::move(**lock);
  auto entry = register_run(run_id, path);
  if (!entry) return tl::unexpected(entry.error());
  folder.entry_ = std::move(*entry);
  crash_point("the run was registered");
  return folder;
}

RunFolder::RunFolder(RunFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      entry_(std::exchange(other.entry_, {})),
      lock_(std::move(other.lock_)),
      kept_(other.kept_) {}

RunFolder::~RunFolder() {
  if (path_.empty()) return;
  std::error_code ignored;
  if (kept_) {
    remove_scratch(path_);
  } else {
    fs::remove_all(path_, ignored);
  }
  if (!entry_.empty()) fs::remove(entry_, ignored);
}

}  // namespace misfire
