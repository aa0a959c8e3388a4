#include "watch/file_state.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/digest.hpp"

namespace misfire::watch {
namespace {

Result<Instant> last_change(const std::set<fs::path>& files) {
  Instant newest = {};
  for (const fs::path& file : files) {
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0) {
      return environment_error(fmt::format("{} is gone", file.string()));
    }
    newest = std::max(newest, Instant(std::chrono::seconds(status.st_ctim.tv_sec) +
                                      std::chrono::nanoseconds(status.st_ctim.tv_nsec)));
  }
  return newest;
}

}  // namespace

Result<FileState> file_state(const std::function<Result<ConfigText>()>& read) {
  auto config = read();
  if (!config) return tl::unexpected(config.error());
  const auto changed = last_change(config->files);
  if (!changed) return tl::unexpected(changed.error());
  Digest digest;
  digest.add(config->text);
  return FileState{digest.hex(), std::move(config->facts), *changed};
}

}  // namespace misfire::watch
