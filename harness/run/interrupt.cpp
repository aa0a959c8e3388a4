#include "run/interrupt.hpp"

#include <csignal>

namespace misfire {

void watch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = remember_interrupt;
  for (const int number : {SIGINT, SIGTERM}) ::sigaction(number, &action, nullptr);
  struct sigaction before = {};
  ::sigaction(SIGHUP, nullptr, &before);
  if (before.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);  // else under nohup
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes: the write then fails and says so
}

}  // namespace misfire
