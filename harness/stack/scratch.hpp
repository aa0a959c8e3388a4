// What of a run's folder is of use only while the run lives: the parts' folders and files that were
// being written; and the whole folder of a run that ended before its history began. The run itself
// removes it; the guardian when the harness dies, `sweep` when the guardian died, too.
#pragma once

#include <filesystem>

namespace misfire {

/// Of the run in this folder. Returns whether there was anything. Evidence (history, logs,
/// configurations, metrics) stays.
bool remove_scratch(const std::filesystem::path& run_folder);

/// Whether folders of parts are there, after all: somebody else's, or on a disk that fails.
bool has_parts(const std::filesystem::path& run_folder);

}  // namespace misfire
