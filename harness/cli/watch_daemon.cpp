#include "cli/watch_daemon.hpp"

#include <fmt/format.h>

#include <atomic>
#include <csignal>

#include "base/interrupt.hpp"
#include "cli/console.hpp"
#include "watch/page_server.hpp"

namespace misfire {
namespace {

constexpr Duration kHears = std::chrono::milliseconds(50);  // how long a signal may go unheard

std::atomic<bool> g_read_again{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // or a handler may not touch it

/// Elsewhere SIGHUP ends a run: its terminal is gone.
void hear_hangups() {
  struct sigaction action = {};
  action.sa_handler = [](int) { g_read_again = true; };
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGHUP, &action, nullptr);
}

watch::Page page(const watch::Board& board, std::string_view target) {
  const SystemClock clock;
  target = target.substr(0, target.find('?'));
  if (target == "/metrics") {
    return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(board.status())};
  }
  constexpr const char* kPlain = "text/plain; charset=utf-8";
  if (target == "/healthz") {
    const watch::Health health = watch::health(board.status(), clock.now());
    return {health.fine ? 200 : 503, kPlain, health.text};
  }
  if (target == "/") return {200, kPlain, "misfire watch: /metrics /healthz\n"};
  return {404, kPlain, "there are /metrics and /healthz\n"};
}

void read_again(const WatchOptions& options, watch::Watcher& watcher, const watch::Tell& tell) {
  const SystemClock clock;
  auto setup = set_up_watch(options);
  if (!setup) {
    say(setup.error());
    return tell(
        {clock.now(), "trouble", "the system file has mistakes: the former one counts", {}});
  }
  watcher.change(std::move(setup->watched));
  tell({clock.now(), "read-again", options.system.string(), {}});
}

}  // namespace

ExitCode run_watch_daemon(const WatchOptions& options, WatchSetup setup, const watch::Tell& tell) {
  SystemClock clock;
  hear_hangups();
  const std::string name = setup.watched.target->name();
  watch::Watcher watcher(std::move(setup.watched), setup.state, setup.status, true, tell);
  if (auto begun = watcher.begin(); !begun) return refuse(begun.error());
  watch::Board board;
  board.put(watcher.status());
  const auto server = watch::PageServer::open(
      setup.listen, [&](std::string_view target) { return page(board, target); });
  if (!server) return refuse(server.error());
  tell({clock.now(),
        "started",
        fmt::format("{}; http://{}/metrics; state {}", name, to_string((*server)->at()),
                    setup.state.path().string()),
        {}});
  while (interrupted() == 0) {
    const Instant began = clock.now();
    const Instant next = began + watcher.look();
    board.put(watcher.status());
    // A clock that was put back must not keep it from looking.
    while (interrupted() == 0 && !g_read_again && clock.now() < next && clock.now() >= began) {
      clock.sleep_until(std::min(next, clock.now() + kHears));
    }
    if (g_read_again.exchange(false)) read_again(options, watcher, tell);
  }
  tell({clock.now(), "stopped", "by a signal", {}});
  return ExitCode::passed;
}

}  // namespace misfire
