#include "base/inheritance.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace misfire {
namespace {

/// In a process of its own: the exit code.
int in_child(const std::function<bool()>& holds) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(holds() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Inheritance, NothingOfOursGetsTheNumberOfAClosedStream) {
  for (const int closed : {1, 2, 4, 7}) {  // bits
    EXPECT_EQ(in_child([&] {
                for (int fd = 0; fd <= STDERR_FILENO; ++fd) {
                  if ((closed >> fd & 1) != 0) ::close(fd);
                }
                mend_inheritance();
                const int next = ::open("/dev/null", O_RDONLY);
                return next > STDERR_FILENO && ::fcntl(STDIN_FILENO, F_GETFD) == 0 &&
                       ::fcntl(STDOUT_FILENO, F_GETFD) == 0 && ::fcntl(STDERR_FILENO, F_GETFD) == 0;
              }),
              0)
        << closed;
  }
}

TEST(Inheritance, EndsOfChildrenAreTold) {
  EXPECT_EQ(in_child([] {
              ::signal(SIGCHLD, SIG_IGN);
              mend_inheritance();
              const pid_t child = ::fork();
              if (child == 0) ::_exit(7);
              int status = 0;
              return ::waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 7;
            }),
            0);
}

TEST(Inheritance, NoSignalIsBlocked) {
  EXPECT_EQ(in_child([] {
              sigset_t all, now;
              sigfillset(&all);
              ::sigprocmask(SIG_SETMASK, &all, nullptr);
              mend_inheritance();
              ::sigprocmask(SIG_SETMASK, nullptr, &now);
              return sigismember(&now, SIGTERM) == 0 && sigismember(&now, SIGINT) == 0;
            }),
            0);
}

}  // namespace
}  // namespace misfire
