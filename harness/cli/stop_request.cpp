#include "cli/stop_request.hpp"

#include <atomic>
#include <csignal>

namespace misfire {
namespace {

std::atomic<bool> g_pending{false}, g_gave_way{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // or a handler may not touch it

void set_handler(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGTSTP, &action, nullptr);
}

void put_off(int) {
  if (!g_pending.exchange(true)) return;
  g_pending = false;
  g_gave_way = true;
  set_handler(SIG_DFL);
  ::raise(SIGTSTP);  // comes when this handler returns
}

/// Not SIGSTOP: without a shell that could have it go on, the kernel ignores this signal.
void stop() {
  set_handler(SIG_DFL);
  sigset_t only, before;
  sigemptyset(&only);
  sigaddset(&only, SIGTSTP);
  ::pthread_sigmask(SIG_UNBLOCK, &only, &before);
  ::raise(SIGTSTP);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace

StopRequest::StopRequest() {
  struct sigaction now = {};
  if (::sigaction(SIGTSTP, nullptr, &now) != 0 || now.sa_handler == SIG_IGN) return;
  puts_off_ = true;
  set_handler(put_off);
}

StopRequest::~StopRequest() {
  if (!puts_off_) return;
  set_handler(SIG_DFL);
  if (g_pending.exchange(false)) stop();
}

bool StopRequest::pending() const {
  if (puts_off_ && g_gave_way.exchange(false)) set_handler(put_off);
  return g_pending;
}

void StopRequest::grant() {
  g_pending = false;
  stop();
  set_handler(put_off);
}

}  // namespace misfire
