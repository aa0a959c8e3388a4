#include "base/cache.hpp"

#include <algorithm>
#include <vector>

#include "base/state_folder.hpp"

namespace misfire {
namespace {

constexpr auto kWritten = std::chrono::minutes(1);

void tidy(const fs::path& folder, std::size_t most) {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code ignored;
  const auto now = fs::file_time_type::clock::now();
  for (fs::directory_iterator at(folder, ignored), end; at != end; at.increment(ignored)) {
    std::error_code gone;
    const auto time = at->last_write_time(gone);
    if (gone) continue;
    const bool unfinished = at->path().filename().string().find(kUnfinished) != std::string::npos;
    if (!unfinished) files.emplace_back(time, at->path());
    // Somebody was killed while he wrote it.
    if (unfinished && now - time > kWritten) fs::remove(at->path(), gone);
  }
  if (files.size() <= most) return;
  std::sort(files.begin(), files.end());
  files.resize(files.size() - most);
  for (const auto& [time, path] : files) fs::remove(path, ignored);
}

}  // namespace

Cache::Cache(const std::string& name, std::size_t most) {
  const auto cache = cache_folder();
  if (!cache || !make_folder(*cache / name)) return;
  folder_ = *cache / name;
  tidy(folder_, most);
}

std::optional<std::string> Cache::find(const std::string& key) const {
  if (folder_.empty()) return std::nullopt;
  auto text = read_file(folder_ / key);
  return text ? std::optional(std::move(*text)) : std::nullopt;
}

void Cache::keep(const std::string& key, std::string_view text) const {
  if (!folder_.empty()) static_cast<void>(write_file(folder_ / key, text));
}

void Cache::forget(const std::string& key) const {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove(folder_ / key, ignored);
}

}  // namespace misfire
