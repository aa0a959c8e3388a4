// A program in a pseudo-terminal, as a person runs it: what it writes goes to a small screen; keys
// and a new size reach it as they would from a real one.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "report/screen.hpp"

namespace misfire {

class PseudoTerminal {
 public:
  PseudoTerminal(const std::vector<std::string>& argv, std::map<std::string, std::string> variables,
                 int columns, int rows)
      : screen_(columns, rows), rows_(rows) {
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    pid_ = ::forkpty(&fd_, nullptr, nullptr, &size);
    if (pid_ != 0) return;
    for (const char* name : {"NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE"}) ::unsetenv(name);
    for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> args;
    for (const std::string& arg : argv) args.push_back(const_cast<char*>(arg.c_str()));
    args.push_back(nullptr);
    ::execv(args[0], args.data());
    ::_exit(127);
  }
  ~PseudoTerminal() {
    if (pid_ > 0 && !ended_) {  // a failed test: its harness ends as a person would end it
      ::kill(pid_, SIGTERM);
      static_cast<void>(end());
    }
    ::close(fd_);
  }
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  /// Reads until `seen` says so, after each piece of output; false when the program ended before.
  bool until(const std::function<bool()>& seen) {
    while (!seen()) {
      if (!read_some()) return false;
    }
    return true;
  }
  bool until_shown(const std::string& text) {
    return until([&] { return screen_.text().find(text) != std::string::npos; });
  }

  void type(const std::string& keys) {
    EXPECT_EQ(::write(fd_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }
  /// When all that was written has been read: what is on its way meanwhile was made for the old
  /// size, and nobody can know of it.
  void resize(int columns) {
    for (pollfd more{fd_, POLLIN, 0}; ::poll(&more, 1, 20) > 0;) {
      if (!read_some()) return;
    }
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows_);
    screen_.resize(columns);
    ::ioctl(fd_, TIOCSWINSZ, &size);
  }

  /// Reads to the end; the exit code, or 128 + the signal.
  int end() {
    if (!ended_) {
      while (read_some()) {
      }
      ::waitpid(pid_, &status_, 0);
      ended_ = true;
    }
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  }

  const testing::Screen& screen() const { return screen_; }
  const std::string& bytes() const { return bytes_; }

 private:
  bool read_some() {
    pollfd ready{fd_, POLLIN, 0};
    if (::poll(&ready, 1, 120'000) <= 0) {
      ADD_FAILURE() << "the program said nothing for two minutes";
      return false;
    }
    char buffer[4096];
    const ssize_t n = ::read(fd_, buffer, sizeof buffer);
    if (n <= 0) return false;  // the program has gone: EIO
    bytes_.append(buffer, static_cast<std::size_t>(n));
    screen_.write({buffer, static_cast<std::size_t>(n)});
    return true;
  }

  testing::Screen screen_;
  int rows_, fd_ = -1, status_ = 0;
  pid_t pid_ = -1;
  bool ended_ = false;
  std::string bytes_;
};

}  // namespace misfire
