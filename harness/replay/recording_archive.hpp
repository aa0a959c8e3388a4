// Recordings as one compressed file (tar, zstd), for a repository's LFS or an artefact store, and
// back. What is read is somebody else's: nothing is written outside of the target, and what no
// recording holds is refused.
#pragma once

#include <cstdint>
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

/// Whether a path of an archive is one of a recording: RUN/history.jsonl and so on.
bool belongs_to_recording(const fs::path&);

/// Only what a replay needs: no logs. Errors (usage): two folders of the same name, or the file is
/// there already.
Result<void> export_recordings(const std::vector<fs::path>& run_folders, const fs::path& to);

/// The folders that were made below `to`. Errors (usage): no such archive, a damaged or a hostile
/// one, or a run of the same name is there already; nothing is left of it then.
Result<std::vector<fs::path>> import_recordings(const fs::path& archive, const fs::path& to,
                                                const ArchiveLimits& = {});

}  // namespace misfire
