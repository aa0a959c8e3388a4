// The processes of a running nginx, as the kernel tells them (proc(5)): its master by the pid file,
// and the workers of the newest generation. Nothing is asked of nginx itself.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "watch/loaded.hpp"

namespace misfire::watch {

/// The generation that serves. A worker that ended and was replaced does not make a new one, as
/// long as another of its generation lives: nginx reads its file on a reload alone. Errors: no such
/// master, or its workers cannot be seen (another PID namespace).
/// `proc` is "/proc" but for tests.
Result<Worker> nginx_generation(const fs::path& pid_file, const fs::path& proc = "/proc");

}  // namespace misfire::watch
