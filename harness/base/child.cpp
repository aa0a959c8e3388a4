#include "base/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace misfire {
namespace {

constexpr std::size_t kMostOutput = 64u << 20;  // a report of a long run has a few MiB

/// Between fork and exec: only calls that are safe there.
[[noreturn]] void become(const char* const* argv, int output, int errors, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);  // it ended before we asked
  ::setpgid(0, 0);                        // a Ctrl-C on the terminal reaches the parent alone
  const int nowhere = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nowhere, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::execv(argv[0], const_cast<char* const*>(argv));
  ::_exit(127);
}

/// What is there to be read now.
void read_all(int fd, std::string& into) {
  char block[16384];
  for (;;) {
    const ssize_t n = ::read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    if (into.size() < kMostOutput) into.append(block, static_cast<std::size_t>(n));
  }
}

}  // namespace

Result<std::unique_ptr<Child>> Child::start(const std::vector<std::string>& argv) {
  const auto failed = [&] {
    return environment_error(fmt::format("cannot start {}: {}", argv.front(), strerror(errno)));
  };
  int output[2], errors[2];
  if (::pipe2(output, O_CLOEXEC) != 0) return failed();
  Descriptor output_end(output[0]), output_start(output[1]);
  if (::pipe2(errors, O_CLOEXEC) != 0) return failed();
  Descriptor errors_end(errors[0]), errors_start(errors[1]);
  for (const int fd : {output_end.get(), errors_end.get()}) ::fcntl(fd, F_SETFL, O_NONBLOCK);
  std::vector<const char*> words;
  for (const std::string& word : argv) words.push_back(word.c_str());
  words.push_back(nullptr);
  const pid_t parent = ::getpid(), pid = ::fork();
  if (pid < 0) return failed();
  if (pid == 0) become(words.data(), output_start.get(), errors_start.get(), parent);
  return std::unique_ptr<Child>(new Child(pid, std::move(output_end), std::move(errors_end)));
}

Child::~Child() {
  if (ended()) return;
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Child::poll() {
  if (ended()) return;
  int status = 0;
  const bool gone = ::waitpid(pid_, &status, WNOHANG) == pid_;
  // Afterwards, so that its last words are read, too.
  read_all(output_end_.get(), output_);
  read_all(errors_end_.get(), errors_);
  if (gone) exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::vector<std::string> Child::take_lines() {
  if (ended() && !errors_.empty() && errors_.back() != '\n') errors_ += '\n';
  std::vector<std::string> lines;
  for (auto end = errors_.find('\n'); end != std::string::npos; end = errors_.find('\n')) {
    lines.push_back(errors_.substr(0, end));
    errors_.erase(0, end + 1);
  }
  return lines;
}

void Child::signal(int number) {
  if (!ended()) ::kill(pid_, number);
}

}  // namespace misfire
