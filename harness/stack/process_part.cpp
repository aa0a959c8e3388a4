#include "stack/process_part.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/bare_environment.hpp"
#include "stack/process_identity.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLastWords = 2s;  // a part that is destroyed without having been stopped
constexpr Duration kKilled = 10s;    // SIGKILL works at once, but a busy machine takes its time

/// 0, or an errno.
int send_signal(const SpawnedProcess& process, int number) {
  return ::syscall(SYS_pidfd_send_signal, process.pidfd.get(), number, nullptr, 0u) == 0 ? 0
                                                                                         : errno;
}

/// Whether it has ended, even if the guardian's word about it is still on its way.
bool has_ended(const SpawnedProcess& process) {
  pollfd watched{process.pidfd.get(), POLLIN, 0};
  return ::poll(&watched, 1, 0) > 0;
}

}  // namespace

const std::optional<Exit>& end_of(SpawnedProcess& process, GuardianLink& guardian, Duration limit) {
  if (!process.exit) process.exit = guardian.exit_of(process.id, limit);
  if (!process.exit && guardian.gone()) {
    send_signal(process, SIGKILL);
    process.exit = Exit{-1, SIGKILL};
  }
  return process.exit;
}

Result<void> put_file(const fs::path& folder, const std::string& path, std::string_view bytes) {
  const fs::path inside = fs::path(path).lexically_normal();
  if (inside.is_absolute() || !inside.has_filename() || *inside.begin() == "..") {
    return usage_error(fmt::format("\"{}\" is not a file inside a part's folder", path));
  }
  if (auto made = make_folder((folder / inside).parent_path()); !made) return made;
  return write_file(folder / inside, bytes);
}

ProcessPart::~ProcessPart() {
  static_cast<void>(stop(kLastWords));
}

Result<void> ProcessPart::put(const std::string& path, std::string_view bytes) {
  return put_file(folder_, path, bytes);
}

Result<void> ProcessPart::signal(int number) {
  const int error = end_of(*process_, *guardian_, 0s) ? ESRCH : send_signal(*process_, number);
  if (error == 0) return {};
  return environment_error(fmt::format("{} cannot be signalled: {}", process_->name,
                                       error == ESRCH ? "it has ended" : std::strerror(error)));
}

Result<ToolRun> ProcessPart::run(const std::vector<std::string>& argv, Duration limit) {
  return run_bare_tool(argv, limit, folder_);
}

Result<void> ProcessPart::hand_over(const std::string& path, const fs::path& to) {
  std::error_code error;
  fs::rename(folder_ / path, to, error);
  if (error) {
    return environment_error(fmt::format("{} of {} cannot be moved to {}: {}", path, name(),
                                         to.string(), error.message()));
  }
  return {};
}

Result<Exit> ProcessPart::stop(Duration limit) {
  if (has_ended(*process_)) end_of(*process_, *guardian_, kKilled);
  if (!process_->exit) {  // an earlier end was nobody's wish and stays so
    process_->asked = true;
    send_signal(*process_, SIGTERM);
    send_signal(*process_, SIGCONT);  // a hung (stopped) one could not hear it
    if (!end_of(*process_, *guardian_, limit)) {
      send_signal(*process_, SIGKILL);
      end_of(*process_, *guardian_, kKilled);
    }
  }
  guardian_->end_session(process_->id);
  if (!process_->exit) return environment_error(fmt::format("{} did not end", process_->name));
  return *process_->exit;
}

Result<Exit> ProcessPart::kill() {
  if (has_ended(*process_)) end_of(*process_, *guardian_, kKilled);
  if (!process_->exit) {
    process_->asked = true;
    send_signal(*process_, SIGKILL);
    end_of(*process_, *guardian_, kKilled);
  }
  guardian_->end_session(process_->id);
  if (!process_->exit) return environment_error(fmt::format("{} did not end", process_->name));
  return *process_->exit;
}

Result<void> ProcessPart::pause() {
  return signal(SIGSTOP);
}

Result<void> ProcessPart::resume() {
  return signal(SIGCONT);
}

std::string ProcessPart::log_tail(std::size_t bytes) const {
  const auto text = read_file(log_, 1u << 30);
  if (!text) return "";
  return text->size() > bytes ? text->substr(text->size() - bytes) : *text;
}

int ProcessPart::process() const {
  return process_behind(process_->pidfd.get());
}

}  // namespace misfire
