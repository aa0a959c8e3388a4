#include "stack/scratch.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/files.hpp"

namespace misfire {
namespace {

constexpr std::size_t kLetters = 6;  // mkstemp's

bool is_unfinished(const std::string& name) {
  const std::size_t mark = name.rfind(kUnfinished);
  return mark != std::string::npos && name.size() == mark + sizeof kUnfinished - 1 + kLetters;
}

/// Nothing happened in this run yet, and nobody put anything else there.
bool is_without_evidence(const fs::path& run_folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(run_folder, error)) {
    const std::string name = entry.path().filename().string();
    static const std::vector<std::string> ours{"config", "parts", "logs", "run.json", "plan.json"};
    if (std::find(ours.begin(), ours.end(), name) == ours.end()) return false;
  }
  return !error;
}

/// A part may forbid writing to folders of its own, as Go does in its cache of modules.
void allow_removing(const fs::path& folder) {
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    std::error_code ignored;
    if (at->is_directory(ignored) && !at->is_symlink(ignored)) {
      fs::permissions(at->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    }
  }
}

}  // namespace

bool has_parts(const fs::path& run_folder) {
  std::error_code error;
  return fs::exists(fs::symlink_status(run_folder / "parts", error));
}

bool remove_scratch(const fs::path& run_folder) {
  std::error_code error;
  const fs::path parts = run_folder / "parts";
  bool any = fs::remove_all(parts, error) > 0 && !error;
  if (error) {
    allow_removing(parts);
    any = fs::remove_all(parts, error) > 0 && !error;
  }
  std::vector<fs::path> unfinished;
  for (auto at = fs::recursive_directory_iterator(run_folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (is_unfinished(at->path().filename().string())) unfinished.push_back(at->path());
  }
  for (const fs::path& file : unfinished) any = fs::remove(file, error) || any;
  if (is_without_evidence(run_folder)) any = fs::remove_all(run_folder, error) > 0 || any;
  return any;
}

}  // namespace misfire
