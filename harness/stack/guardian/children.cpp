#include "stack/guardian/children.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "stack/message.hpp"
#include "stack/process_identity.hpp"

namespace misfire {
namespace {

/// A killed process that has not vanished after this many looks, a moment apart, is stuck in the
/// kernel; the harness must not wait for it.
constexpr int kMostLooks = 1000;

struct Seen {
  pid_t pid = 0, parent = 0, session = 0;
  bool ended = false;  ///< only waits to be reaped
};

/// Calls `see` for every process that /proc shows.
void for_each_process(const std::function<void(const Seen&)>& see) {
  DIR* proc = ::opendir("/proc");
  if (proc == nullptr) return;
  while (const dirent* entry = ::readdir(proc)) {
    const pid_t pid = std::atoi(entry->d_name);
    if (pid <= 0) continue;
    FILE* file = std::fopen((std::string("/proc/") + entry->d_name + "/stat").c_str(), "re");
    if (file == nullptr) continue;
    char text[1024];
    const std::size_t n = std::fread(text, 1, sizeof text - 1, file);
    std::fclose(file);
    text[n] = '\0';
    const char* after_name = std::strrchr(text, ')');
    int parent = 0, group = 0, session = 0;
    char state = 0;
    if (after_name != nullptr &&
        std::sscanf(after_name + 1, " %c %d %d %d", &state, &parent, &group, &session) == 4) {
      see({pid, parent, session, state == 'Z' || state == 'X'});
    }
  }
  ::closedir(proc);
}

/// Does /proc show this process's own namespace? Where it could not be mounted it does not, and
/// pids read there are strangers'.
bool proc_is_ours() {
  char self[32] = {};
  const ssize_t n = ::readlink("/proc/self", self, sizeof self - 1);
  return n > 0 && std::atoi(self) == ::getpid();
}

/// Appends "pid start-time" of this process, which leads a session from now on.
bool note_session(const std::string& record) {
  const int out = ::open(record.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0) return false;
  const std::string line =
      std::to_string(::getpid()) + " " + std::to_string(start_time_of(::getpid())) + "\n";
  const bool noted = ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  ::close(out);
  return noted;
}

[[noreturn]] void become(const nlohmann::json& request, const std::string& record, int report) {
  const auto fail = [&](int error) {
    static_cast<void>(!::write(report, &error, sizeof error));
    ::_exit(127);
  };
  ::setsid();
  if (!record.empty() && !note_session(record)) fail(errno);
  const std::string folder = request.at("folder"), log = request.at("log"),
                    program = request.at("program");
  if (::chdir(folder.c_str()) != 0) fail(errno);
  const int in = ::open("/dev/null", O_RDONLY);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (in < 0 || out < 0) fail(errno);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  const int high = ::fcntl(report, F_DUPFD_CLOEXEC, 10);
  ::syscall(SYS_close_range, 3u, static_cast<unsigned>(high) - 1, 0u);
  ::syscall(SYS_close_range, static_cast<unsigned>(high) + 1, ~0u, 0u);
  report = high;
  // Whatever we, the harness or its caller (nohup) ignore would be ignored by the program, too.
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);

  std::vector<std::string> args{program};
  for (const auto& arg : request.at("args")) args.push_back(arg);
  std::vector<std::string> env;
  for (const auto& [name, value] : request.at("env").items()) {
    env.push_back(name + "=" + value.get<std::string>());
  }
  std::vector<char*> argv, envp;
  for (std::string& arg : args) argv.push_back(arg.data());
  for (std::string& variable : env) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  ::execve(program.c_str(), argv.data(), envp.data());
  const int error = errno;
  static_cast<void>(!::write(report, &error, sizeof error));
  ::_exit(127);
}

}  // namespace

bool Children::serve() {
  nlohmann::json request;
  Descriptor none;
  switch (receive_message(socket_, request, none, std::chrono::milliseconds(0))) {
    case Reception::closed:
      return false;
    case Reception::nothing:
      return true;
    case Reception::message:
      break;
  }
  const std::string op = request.value("op", "");
  if (op == "spawn") spawn(request);
  if (op == "end_session") end_session(request.value("id", 0));
  if (op == "farewell") farewell_ = true;
  return true;
}

void Children::spawn(const nlohmann::json& request) {
  const int id = request.value("id", 0);
  const auto refuse = [&](int error) {
    const std::string limit = error == EAGAIN ? " (is ulimit -u too low?)" : "";
    send_message(socket_, {{"op", "refused"}, {"id", id}, {"error", std::strerror(error) + limit}});
  };
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0) return refuse(errno);
  const Descriptor read_end(report[0]);
  Descriptor write_end(report[1]);
  const pid_t pid = ::fork();
  if (pid < 0) return refuse(errno);
  if (pid == 0) become(request, record_, write_end.get());
  write_end = Descriptor();
  int error = 0;
  ssize_t n;
  do {
    n = ::read(read_end.get(), &error, sizeof error);  // closed by a successful exec
  } while (n < 0 && errno == EINTR);
  if (n == sizeof error) {
    ::waitpid(pid, nullptr, 0);
    return refuse(error);
  }
  const Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0u)));
  if (!pidfd) {
    const int reason = errno;
    ::kill(pid, SIGKILL);
    return refuse(reason);
  }
  id_of_[pid] = id;
  session_of_[id] = {pid};
  send_message(socket_, {{"op", "spawned"}, {"id", id}}, pidfd.get());
}

void Children::reap() {
  int status = 0;
  for (pid_t pid; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    const auto known = id_of_.find(pid);
    if (known == id_of_.end()) continue;  // an orphan that was adopted
    if (const auto session = session_of_.find(known->second); session != session_of_.end()) {
      session->second.leader_reaped = true;
    }
    const bool by_signal = WIFSIGNALED(status);
    send_message(socket_, {{"op", "exited"},
                           {"id", known->second},
                           {"code", by_signal ? -1 : WEXITSTATUS(status)},
                           {"signal", by_signal ? WTERMSIG(status) : 0}});
    id_of_.erase(known);
  }
}

void Children::end_session(int id) {
  const auto session = session_of_.find(id);
  if (session == session_of_.end() || !proc_is_ours()) return;
  // A member may fork while we look, so look until there is none. Requests are served in order:
  // whatever is started next finds the ports free.
  for (int look = 0; look < kMostLooks; ++look) {
    std::vector<Seen> members;
    bool is_strangers = false;
    for_each_process([&](const Seen& process) {
      // The kernel gives a number anew when no member of its session is left.
      if (process.pid == session->second.leader) is_strangers = session->second.leader_reaped;
      if (process.session == session->second.leader && process.pid != ::getpid()) {
        members.push_back(process);
      }
    });
    if (is_strangers) break;
    bool left = false;
    for (const Seen& process : members) {
      ::kill(process.pid, SIGKILL);
      left = left || !process.ended;
    }
    reap();
    if (!left) break;
    ::poll(nullptr, 0, 1);
  }
  session_of_.erase(session);  // the number may come again
}

void Children::end_all(bool namespaced) {
  // A child may fork while we look, so look until there is none: orphans come to us. What is stuck
  // in the kernel is left to the kernel.
  for (int look = 0; look < kMostLooks; ++look) {
    if (namespaced) ::kill(-1, SIGKILL);
    std::map<pid_t, pid_t> parent_of;
    if (!namespaced) {
      for_each_process([&](const Seen& process) { parent_of[process.pid] = process.parent; });
    }
    for (const auto& [pid, parent] : parent_of) {
      pid_t ancestor = parent;
      while (ancestor > 1 && ancestor != ::getpid()) {
        const auto up = parent_of.find(ancestor);
        ancestor = up == parent_of.end() ? 0 : up->second;
      }
      if (ancestor == ::getpid()) ::kill(pid, SIGKILL);
    }
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    if (::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD) return;
    ::poll(nullptr, 0, 1);
  }
}

}  // namespace misfire
