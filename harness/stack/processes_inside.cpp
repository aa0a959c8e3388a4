#include "stack/processes_inside.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <set>
#include <thread>

#include "stack/process_identity.hpp"

namespace misfire {
namespace {

constexpr int kMostLooks = 1000;  // what is still there then is stuck in the kernel
constexpr auto kBetweenLooks = std::chrono::milliseconds(2);

}  // namespace

bool works_inside(pid_t pid, const fs::path& folder) {
  std::error_code error;
  const auto at = fs::read_symlink(fmt::format("/proc/{}/cwd", pid), error).string();
  if (error) return false;
  const std::string there = fs::weakly_canonical(folder, error).string();
  return !error && (at == there || at.starts_with(there + "/"));
}

int end_processes(const std::function<bool(pid_t)>& is_meant, const std::string& boot) {
  std::set<pid_t> killed;
  for (int look = 0; look < kMostLooks; ++look) {
    bool any = false;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
      const pid_t pid = std::atoi(entry.path().filename().c_str());
      if (pid <= 0) continue;
      const ProcessIdentity process{pid, start_time_of(pid), boot};
      if (process.start_time == 0 || !is_meant(pid) || !kill_exactly(process)) continue;
      any = true;
      killed.insert(pid);
    }
    if (!any) break;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return static_cast<int>(killed.size());
}

int end_processes_inside(const fs::path& folder) {
  return end_processes([&](pid_t pid) { return works_inside(pid, folder); }, boot_id());
}

}  // namespace misfire
