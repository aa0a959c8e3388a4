// Processes by where they work, as /proc shows it.
#pragma once

#include <sys/types.h>

#include "base/files.hpp"

namespace misfire {

/// Whether it works in this folder or below.
bool works_inside(pid_t, const fs::path& folder);

/// Kills whatever works there until nothing does. Only for a folder that is ours alone and whose
/// owner is dead. Returns how many were killed.
int end_processes_inside(const fs::path& folder);

}  // namespace misfire
