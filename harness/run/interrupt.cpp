#include "run/interrupt.hpp"

#include <atomic>
#include <csignal>

#include "base/wait.hpp"

namespace misfire {
namespace {

std::atomic<int> g_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);  // or a handler may not touch it

void remember(int number) {
  int none = 0;
  g_signal.compare_exchange_strong(none, number);
}

}  // namespace

void watch_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int interrupted() {
  return g_signal.load();
}

Result<void> not_interrupted() {
  if (interrupted() != 0) return environment_error("interrupted");
  return {};
}

Result<void> wait_or_interrupt(Clock& clock, std::string_view what, Duration limit,
                               const std::function<Result<bool>()>& done, Duration pause) {
  return wait_for(
      clock, what, limit,
      [&]() -> Result<bool> {
        if (const auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
        return done();
      },
      pause);
}

}  // namespace misfire
