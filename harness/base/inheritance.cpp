#include "base/inheritance.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

namespace misfire {

void mend_inheritance() {
  int lowest = 0;
  while ((lowest = ::open("/dev/null", O_RDWR)) >= 0 && lowest <= STDERR_FILENO) {
  }
  if (lowest >= 0) ::close(lowest);
  std::signal(SIGCHLD, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace misfire
