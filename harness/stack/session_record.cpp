#include "stack/session_record.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <map>
#include <set>
#include <sstream>
#include <thread>

#include "stack/process_identity.hpp"
#include "stack/processes_inside.hpp"

namespace misfire {
namespace {

constexpr int kMostLooks =
    1000;  // a killed process that is still there then is stuck in the kernel
constexpr auto kBetweenLooks = std::chrono::milliseconds(2);

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
  std::set<pid_t> killed;
  if (sessions.empty()) return 0;
  // The leaders last: while one lives, nobody else can have its session's number.
  for (const bool leaders : {false, true}) {
    for (int look = 0; look < kMostLooks; ++look) {
      bool any = false;
      std::error_code error;
      for (const auto& entry : fs::directory_iterator("/proc", error)) {
        const pid_t pid = std::atoi(entry.path().filename().c_str());
        if (pid <= 0 || (sessions.contains(pid) && !leaders)) continue;
        const ProcessIdentity process{pid, start_time_of(pid), boot};
        if (process.start_time == 0 || !belongs(pid, sessions, run_folder)) continue;
        if (!kill_exactly(process)) continue;
        any = true;
        killed.insert(pid);
      }
      if (!any) break;
      std::this_thread::sleep_for(kBetweenLooks);
    }
  }
  return static_cast<int>(killed.size());
}

}  // namespace misfire
