#include "stack/scratch.hpp"

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

}  // namespace

bool remove_scratch(const fs::path& run_folder) {
  std::error_code error;
  bool any = fs::remove_all(run_folder / "parts", error) > 0 && !error;
  std::vector<fs::path> unfinished;
  for (auto at = fs::recursive_directory_iterator(run_folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (is_unfinished(at->path().filename().string())) unfinished.push_back(at->path());
  }
  for (const fs::path& file : unfinished) any = fs::remove(file, error) || any;
  return any;
}

}  // namespace misfire
