#include "stack/session_record.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <map>
#include <sstream>

#include "stack/process_identity.hpp"
#include "stack/processes_inside.hpp"

namespace misfire {
namespace {

using Sessions = std::map<pid_t, unsigned long long>;  // leader → its start time

Sessions read_record(const fs::path& run_folder) {
  Sessions sessions;
  std::istringstream lines(read_file(session_record(run_folder)).value_or(""));
  pid_t leader = 0;
  unsigned long long start = 0;
  while (lines >> leader >> start) sessions[leader] = start;
  return sessions;
}

bool belongs(pid_t pid, const Sessions& sessions, const fs::path& run_folder) {
  const pid_t session = ::getsid(pid);
  const auto recorded = sessions.find(session);
  if (session <= 0 || recorded == sessions.end()) return false;
  const auto leader = start_time_of(session);
  if (leader == recorded->second) return true;
  return leader == 0 && works_inside(pid, run_folder);
}

}  // namespace

fs::path session_record(const fs::path& run_folder) {
  return run_folder / "parts" / ".sessions";
}

int end_recorded_sessions(const fs::path& run_folder, const std::string& boot) {
  const Sessions sessions = read_record(run_folder);
  if (sessions.empty()) return 0;
  // The leaders last: while one lives, nobody else can have its session's number.
  int killed = 0;
  for (const bool leaders : {false, true}) {
    killed += end_processes(
        [&](pid_t pid) {
          return (leaders || !sessions.contains(pid)) && belongs(pid, sessions, run_folder);
        },
        boot);
  }
  return killed;
}

}  // namespace misfire
