// Recordings as one compressed file (tar, zstd), for a repository's LFS or an artefact store, and
// back. What is read is somebody else's: nothing is written outside of the target, and what no
// recording holds is refused.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// More than these no archive of recordings has.
struct ArchiveLimits {
  std::int64_t bytes = std::int64_t{8} << 30;  ///< unpacked, all together
  std::int64_t file_bytes = std::int64_t{1} << 30;
  std::int64_t files = 200'000;
};

/// Whether a path of an archive is one of a recording: RUN/history.jsonl and so on. Names that
/// would change a terminal are not.
bool belongs_to_recording(const fs::path&);

/// Only what a replay needs: no logs. Errors (usage): two folders of the same name, the file is
/// there already, or a part of a run is no plain file or folder.
Result<void> export_recordings(const std::vector<fs::path>& run_folders, const fs::path& to);

/// What a run's folder must be like.
using RunCheck = std::function<Checked<void>(const fs::path& run_folder)>;

/// The folders that were made below `to`. Errors (usage): no such archive, a damaged or a hostile
/// one, a run that the check refuses, or one of the same name is there already; nothing is left of
/// it then.
Result<std::vector<fs::path>> import_recordings(const fs::path& archive, const fs::path& to,
                                                const RunCheck& = {}, const ArchiveLimits& = {});

}  // namespace misfire
