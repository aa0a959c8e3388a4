#include "stack/guardian_link.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/crash_point.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kSpawn = 20s;
constexpr auto kComesUp = 20s;

/// A fixed host name pins Prometheus's scrape phases; this one resolves without asking DNS.
constexpr char kHostName[] = "localhost";

/// What the child does between clone and exec: only calls that are safe there.
[[noreturn]] void become_guardian(const char* const* argv, int socket,
                                  const GuardianOptions& options, int go, bool namespaced) {
  char ready = 0;
  while (::read(go, &ready, 1) < 0 && errno == EINTR) {
  }
  if (ready != 'g') ::_exit(0);  // the harness gave up or is gone
  ::setsid();
  if (namespaced) {
    ::sethostname(kHostName, sizeof kHostName - 1);
    // A /proc of the namespace's own, so that programs read about themselves; where this is
    // forbidden, only their own metrics are off.
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0) {
      ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
    }
  }
  // The descriptors that it is to inherit get fixed numbers above what may be in the way.
  constexpr int kSocket = 3, kSlotLock = 4, kRunLock = 5;
  const int high_socket = ::fcntl(socket, F_DUPFD, 100),
            high_slot = ::fcntl(options.slot_lock, F_DUPFD, 100),
            high_run = ::fcntl(options.run_lock, F_DUPFD, 100);
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, fd);
  ::dup2(high_socket, kSocket);
  if (high_slot >= 0) {
    ::dup2(high_slot, kSlotLock);
  } else {
    ::close(kSlotLock);
  }
  if (high_run >= 0) ::dup2(high_run, kRunLock);
  ::syscall(SYS_close_range, high_run >= 0 ? kRunLock + 1u : kSlotLock + 1u, ~0u, 0u);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const char* const env[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                             nullptr};
  ::execve(argv[0], const_cast<char* const*>(argv), const_cast<char* const*>(env));
  ::_exit(127);
}

bool write_text(const std::string& path, const std::string& text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// Inside the user namespace the current user keeps its identity (PostgreSQL refuses uid 0).
bool map_user(pid_t pid) {
  const std::string base = fmt::format("/proc/{}/", pid);
  return write_text(base + "uid_map", fmt::format("{0} {0} 1\n", ::getuid())) &&
         write_text(base + "setgroups", "deny") &&
         write_text(base + "gid_map", fmt::format("{0} {0} 1\n", ::getgid()));
}

}  // namespace

Result<std::unique_ptr<GuardianLink>> GuardianLink::start(const GuardianOptions& options) {
  const std::string program = (program_folder() / "misfire-guardian").string();
  if (::access(program.c_str(), X_OK) != 0) {
    return environment_error(fmt::format("{} is missing", program),
                             "build the whole project: cmake --build --preset release");
  }
  int pair[2], go[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
    return environment_error(fmt::format("cannot create a socket pair: {}", std::strerror(errno)));
  }
  Descriptor ours(pair[0]), theirs(pair[1]);
  if (::pipe2(go, O_CLOEXEC) != 0) {
    return environment_error(fmt::format("cannot create a pipe: {}", std::strerror(errno)));
  }
  Descriptor wait_end(go[0]), go_end(go[1]);

  const bool root = ::geteuid() == 0;
  pid_t pid = -1;
  bool namespaced = options.namespaces;
  for (;; namespaced = false) {
    unsigned long flags = SIGCHLD;
    if (namespaced) flags |= CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWNS | (root ? 0 : CLONE_NEWUSER);
    pid = static_cast<pid_t>(::syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr));
    if (pid == 0) {
      ::close(go_end.get());  // so that a dead harness ends the wait
      const char* const argv[] = {program.c_str(),
                                  namespaced ? "--namespaced" : "--subreaper",
                                  options.run_folder.c_str(),
                                  options.registration.c_str(),
                                  options.docker.empty() ? nullptr : options.docker.c_str(),
                                  options.docker_api.c_str(),
                                  options.docker_owner.c_str(),
                                  nullptr};
      become_guardian(argv, theirs.get(), options, wait_end.get(), namespaced);
    }
    const bool mapped = pid > 0 && (root || !namespaced || map_user(pid));
    if (mapped) break;
    const int error = errno;
    if (pid > 0) {  // a namespace that cannot be used
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
    if (!namespaced) {
      return environment_error(fmt::format("cannot start the guardian: {}", std::strerror(error)));
    }
  }
  if (::write(go_end.get(), "g", 1) != 1) {
    return environment_error(fmt::format("cannot start the guardian: {}", std::strerror(errno)));
  }
  std::unique_ptr<GuardianLink> link(new GuardianLink(pid, std::move(ours), namespaced));
  crash_point_guardian(pid);
  theirs = Descriptor();
  const auto deadline = std::chrono::steady_clock::now() + kComesUp;
  while (!link->gone() && std::chrono::steady_clock::now() < deadline) {
    if (link->hear(100ms)) return link;  // a signal may cut a wait short
  }
  return environment_error(fmt::format("the guardian did not come up ({})", program));
}

GuardianLink::GuardianLink(pid_t pid, Descriptor socket, bool namespaced)
    : pid_(pid), socket_(std::move(socket)), namespaced_(namespaced) {}

GuardianLink::~GuardianLink() {
  close();
}

bool GuardianLink::hear(std::chrono::milliseconds limit) {
  nlohmann::json message;
  Descriptor descriptor;
  if (!socket_) return false;
  const Reception received = receive_message(socket_.get(), message, descriptor, limit);
  if (received == Reception::closed) socket_ = Descriptor();
  if (received != Reception::message) return false;
  const std::string op = message.value("op", "");
  const int id = message.value("id", 0);
  if (op == "spawned") spawned_[id] = {id, std::move(descriptor)};
  if (op == "refused") refused_[id] = message.value("error", "");
  if (op == "exited") exits_[id] = {message.value("code", -1), message.value("signal", 0)};
  return true;
}

Result<Spawned> GuardianLink::spawn(const SpawnRequest& request) {
  const int id = next_id_++;
  const nlohmann::json message{{"op", "spawn"},
                               {"id", id},
                               {"program", request.program},
                               {"args", request.args},
                               {"env", request.env},
                               {"folder", request.folder.string()},
                               {"log", request.log.string()}};
  const Instant deadline = SystemClock().now() + kSpawn;
  const auto gone = [] {
    return environment_error("the guardian is gone; nothing can be started any more");
  };
  if (!socket_) return gone();
  if (!send_message(socket_.get(), message)) {
    if (errno != EMSGSIZE) return gone();
    return environment_error(fmt::format("the command line of {} is too long", request.program),
                             "put it into a file");
  }
  while (SystemClock().now() < deadline) {
    hear(100ms);
    if (const auto it = spawned_.find(id); it != spawned_.end()) {
      Spawned result = std::move(it->second);
      spawned_.erase(it);
      return result;
    }
    if (const auto it = refused_.find(id); it != refused_.end()) {
      return environment_error(fmt::format("cannot start {}: {}", request.program, it->second));
    }
    if (!socket_) return gone();
  }
  return environment_error(fmt::format("the guardian did not start {}", request.program));
}

void GuardianLink::end_session(int id) {
  if (socket_) send_message(socket_.get(), {{"op", "end_session"}, {"id", id}});
}

std::optional<Exit> GuardianLink::exit_of(int id, Duration limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  for (;;) {
    while (hear(0ms)) {
    }
    if (const auto it = exits_.find(id); it != exits_.end()) return it->second;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !socket_) return std::nullopt;
    hear(left);
  }
}

std::optional<Exit> GuardianLink::killed() {
  if (killed_ || pid_ <= 0) return killed_;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == pid_) {
    killed_ = WIFSIGNALED(status) ? Exit{-1, WTERMSIG(status)} : Exit{WEXITSTATUS(status), 0};
    pid_ = -1;
    while (hear(0ms)) {  // what it still said
    }
    socket_ = Descriptor();
    crash_point_guardian(0);
  }
  return killed_;
}

void GuardianLink::close() {
  if (pid_ <= 0) return;
  // Without this word it takes us for dead, and removes what only a living run needs.
  if (socket_) send_message(socket_.get(), {{"op", "farewell"}});
  socket_ = Descriptor();
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, &status, 0);
      break;
    }
    ::poll(nullptr, 0, 2);
  }
  pid_ = -1;
  crash_point_guardian(0);
}

}  // namespace misfire
