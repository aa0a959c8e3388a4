// Processes by where they work and what else /proc shows of them.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "base/files.hpp"

namespace misfire {

/// Whether it works in this folder or below.
bool works_inside(pid_t, const fs::path& folder);

/// Kills those that are meant until there is none; a process that it looks at is the one that it
/// kills, and of this boot. Returns how many were killed.
int end_processes(const std::function<bool(pid_t)>& is_meant, const std::string& boot);

/// Kills whatever works there until nothing does. Only for a folder that is ours alone and whose
/// owner is dead. Returns how many were killed.
int end_processes_inside(const fs::path& folder);

}  // namespace misfire
