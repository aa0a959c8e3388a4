#include "balancer/haproxy/config_folder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "balancer/origin_mark.hpp"
#include "scenario/user_file.hpp"

namespace misfire {

Result<std::string> read_haproxy_files(const fs::path& path, const Position& named_at) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return read_user_file(path, named_at);
  std::string all;
  for (const fs::path& file : haproxy_files_of(path)) {
    auto text = read_user_file(file, named_at);
    if (!text) return text;
    if (!all.empty() && !all.ends_with('\n')) all += '\n';
    all += fmt::format("{}\n{}", origin_mark({file.string(), 1, 1}), *text);
  }
  if (!all.empty()) return all;
  return usage_error(fmt::format("{} holds no *.cfg", path.string()),
                     "HAProxy reads the *.cfg of a folder, in the order of their names", named_at);
}

std::vector<fs::path> haproxy_files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error, ignored;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with('.');
    if (hidden || at->path().extension() != ".cfg" || !at->is_regular_file(ignored)) continue;
    files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace misfire
