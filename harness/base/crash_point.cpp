#include "base/crash_point.hpp"

#ifdef MISFIRE_CRASH_POINTS

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "base/descriptor.hpp"

namespace misfire {
namespace {

std::atomic<int> g_passed{0};
std::atomic<pid_t> g_guardian{0};

void log_passing(int number, std::string_view name) {
  const char* file = std::getenv("MISFIRE_CRASH_LOG");
  if (file == nullptr) return;
  const std::string line = fmt::format("{} {} {}\n", number, g_guardian.load(), name);
  const Descriptor log(::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (log) static_cast<void>(!::write(log.get(), line.data(), line.size()));
}

void act(std::string_view what) {
  const auto colon = what.find(':');
  const std::string_view who = what.substr(0, colon);
  const std::string_view how =
      colon == std::string_view::npos ? std::string_view("KILL") : what.substr(colon + 1);
  if (how == "exception") throw std::runtime_error("thrown on purpose at a crash point");
  const int number = how == "TERM"   ? SIGTERM
                     : how == "INT"  ? SIGINT
                     : how == "STOP" ? SIGSTOP
                                     : SIGKILL;
  if (who != "harness" && g_guardian > 0) ::kill(g_guardian, number);
  if (who != "guardian") ::kill(::getpid(), number);
}

}  // namespace

void crash_point(std::string_view name) {
  const int number = ++g_passed;
  log_passing(number, name);
  const char* at = std::getenv("MISFIRE_CRASH_AT");
  const char* what = std::getenv("MISFIRE_CRASH_DO");
  if (at != nullptr && what != nullptr && std::atoi(at) == number) act(what);
}

void crash_point_guardian(pid_t pid) {
  g_guardian = pid;
}

}  // namespace misfire

#endif
