// The files of a run that its replays rest on and that nothing else vouches for: its blocks, and
// its monitoring's configuration. Each is remembered with its checksum, so that a recording that
// lost one, or a part of one, is not taken for a world in which nothing happened.
#pragma once

#include <map>
#include <string>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// Path below the run's folder → CRC-32 as eight hexadecimal digits.
using Checksums = std::map<std::string, std::string>;

inline constexpr char kRecordingFile[] = "recording.json";  ///< in metrics/; not one of them

/// Of all that there are.
Result<Checksums> checksums_of(const fs::path& run_folder);

/// Whether something that somebody wrote down can be one of these paths.
bool is_recorded_path(const std::string&);

/// The remembered files below `under` ("metrics"): path below that → bytes. Error (usage): one is
/// missing, or not as it was.
Result<std::map<std::string, std::string>> read_recorded_files(const fs::path& run_folder,
                                                               const Checksums&,
                                                               const std::string& under);

}  // namespace misfire
