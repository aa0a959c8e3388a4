// Where the kernel forbids namespaces, processes survive a guardian that is killed. So each part
// notes itself, before it becomes its program, in a file of the run's scratch: one line "pid
// start-time" for the session that it leads. Sweep ends what is left of these sessions.
#pragma once

#include "base/files.hpp"

namespace misfire {

/// In the run's folder.
fs::path session_record(const fs::path& run_folder);

/// Ends the processes of the recorded sessions; `boot` is the boot in which the record was made.
/// Never a stranger: a session's number may come again once all of its members have ended, so
/// either its leader is the recorded process, or the leader has ended and the member works inside
/// the run's folder. Returns how many were killed.
int end_recorded_sessions(const fs::path& run_folder, const std::string& boot);

}  // namespace misfire
