#include "stack/process_identity.hpp"

#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <sstream>

#include "base/descriptor.hpp"
#include "base/files.hpp"

namespace misfire {

unsigned long long start_time_of(pid_t pid) {
  const auto stat = read_file(fmt::format("/proc/{}/stat", pid));
  if (!stat) return 0;
  const auto name_end = stat->rfind(')');  // the name may hold spaces and brackets
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(stat->substr(name_end + 1));
  std::string state, skipped;
  fields >> state;
  if (state == "Z" || state == "X") return 0;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  unsigned long long start = 0;
  fields >> start;
  return start;
}

pid_t process_behind(int pidfd) {
  const auto info = read_file(fmt::format("/proc/self/fdinfo/{}", pidfd)).value_or("");
  constexpr std::string_view kKey = "\nPid:";
  const auto at = info.find(kKey);
  if (at == std::string::npos) return 0;
  pid_t pid = 0;
  std::istringstream(info.substr(at + kKey.size())) >> pid;
  return std::max(pid, 0);  // -1: it has ended
}

namespace {

std::string word_of(const char* file) {
  auto text = read_file(file).value_or("");
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

std::string boot_id() {
  return word_of("/proc/sys/kernel/random/boot_id");
}

std::string pid_namespace() {
  std::error_code error;
  return fs::read_symlink("/proc/self/ns/pid", error).string();
}

std::string machine_id() {
  return word_of("/etc/machine-id");
}

bool runs(const ProcessIdentity& process) {
  return process.pid > 0 && process.start_time != 0 && process.boot == boot_id() &&
         start_time_of(process.pid) == process.start_time;
}

bool kill_exactly(const ProcessIdentity& process) {
  if (process.pid <= 0) return false;
  // The descriptor pins the process: what is compared is what is killed.
  const Descriptor pinned(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0u)));
  if (!pinned || !runs(process)) return false;
  return ::syscall(SYS_pidfd_send_signal, pinned.get(), SIGKILL, nullptr, 0u) == 0;
}

}  // namespace misfire
