#include "watch/loaded.hpp"

namespace misfire::watch {

std::optional<Loaded> follow(const std::optional<Loaded>& before, const Worker& worker,
                             const FileState& file, const std::string& trusted) {
  if (worker.name.empty()) return std::nullopt;
  if (before && before->worker == worker.name) return before;
  const bool read_it = file.changed <= worker.started + worker.resolution;
  const bool only_touched = file.digest == trusted || (before && before->digest == file.digest);
  if (read_it || only_touched) return Loaded{worker.name, file.digest, file.facts};
  return Loaded{worker.name, "", {}};
}

}  // namespace misfire::watch
