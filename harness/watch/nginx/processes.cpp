#include "watch/nginx/processes.hpp"

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <vector>

namespace misfire::watch {
namespace {

struct Process {
  int pid = 0, parent = 0;
  long long started = 0;  ///< clock ticks since boot
};

std::optional<int> whole(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string content(const fs::path& path) {
  const auto text = read_file(path);
  return text ? *text : "";
}

/// PID (NAME) STATE PPID … ; the name may hold anything, so the last parenthesis counts.
std::optional<Process> process(const fs::path& proc, int pid) {
  constexpr int kStartTime = 22 - 3;  // field 22; what follows the name begins with field 3
  const std::string stat = content(proc / std::to_string(pid) / "stat");
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(stat.substr(name_end + 1));
  std::vector<std::string> fields;
  for (std::string field; rest >> field;) fields.push_back(field);
  if (fields.size() <= kStartTime || fields[0] == "Z") return std::nullopt;
  return Process{pid, whole(fields[1]).value_or(0), std::atoll(fields[kStartTime].c_str())};
}

bool serves(const fs::path& proc, int pid) {
  const std::string title = content(proc / std::to_string(pid) / "cmdline");
  return title.find("worker process") != std::string::npos &&
         title.find("shutting down") == std::string::npos;
}

/// The master's children: by its own list where the kernel keeps one, or else among all processes.
std::vector<int> children(const fs::path& proc, int master) {
  std::vector<int> found;
  const std::string name = std::to_string(master);
  std::istringstream listed(content(proc / name / "task" / name / "children"));
  for (int pid = 0; listed >> pid;) found.push_back(pid);
  if (!found.empty()) return found;
  std::error_code error;
  for (fs::directory_iterator at(proc, error), end; !error && at != end; at.increment(error)) {
    if (const auto pid = whole(at->path().filename().string())) found.push_back(*pid);
  }
  return found;
}

Duration tick() {
  return std::chrono::nanoseconds(1'000'000'000 / ::sysconf(_SC_CLK_TCK));
}

Instant instant_of(long long ticks) {
  timespec boot{}, now{};
  ::clock_gettime(CLOCK_BOOTTIME, &boot);
  ::clock_gettime(CLOCK_REALTIME, &now);
  const auto since_boot =
      std::chrono::seconds(boot.tv_sec) + std::chrono::nanoseconds(boot.tv_nsec);
  const Instant booted =
      Instant(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec)) -
      since_boot;
  return booted + ticks * tick();
}

}  // namespace

Result<Worker> nginx_generation(const fs::path& pid_file, const fs::path& proc) {
  std::string text = content(pid_file);
  text.erase(text.find_last_not_of(" \r\n") + 1);
  const auto master = whole(text);
  const auto parent = master ? process(proc, *master) : std::nullopt;
  if (!parent) {
    return environment_error(fmt::format("{} names no running nginx", pid_file.string()));
  }
  // The oldest worker that serves. On a reload the former ones go once the new ones are there.
  std::optional<Process> oldest;
  for (const int pid : children(proc, *master)) {
    const auto one = process(proc, pid);
    if (!one || one->parent != *master || !serves(proc, pid)) continue;
    if (!oldest || one->started < oldest->started) oldest = one;
  }
  if (!oldest) {
    return environment_error(
        fmt::format("nginx's master {} has no worker that can be seen", *master),
        "a watch in a container needs nginx's PID namespace to tell a reload");
  }
  return Worker{fmt::format("master {} since {}, workers since {}", *master, parent->started,
                            oldest->started),
                instant_of(oldest->started), tick()};
}

}  // namespace misfire::watch
