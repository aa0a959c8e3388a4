#include "run/interrupt.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/interrupt.hpp"

namespace misfire {
namespace {

/// What a process hears of a signal that it sends itself.
int heard(int signal, bool ignored_by_the_caller) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(signal, ignored_by_the_caller ? SIG_IGN : SIG_DFL);
    watch_interrupts();
    ::raise(signal);
    ::_exit(interrupted());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Interrupts, AreHeard) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) EXPECT_EQ(heard(signal, false), signal);
}

TEST(Interrupts, AHangupUnderNohupIsNone) {
  EXPECT_EQ(heard(SIGHUP, true), 0);
  EXPECT_EQ(heard(SIGTERM, true), SIGTERM);
}

}  // namespace
}  // namespace misfire
