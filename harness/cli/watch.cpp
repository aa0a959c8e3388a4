// misfire watch: looks at a balancer that runs in earnest, again and again, and changes nothing.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include "audit/finding.hpp"
#include "base/wait.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/watch_daemon.hpp"
#include "cli/watch_setup.hpp"
#include "report/paint.hpp"
#include "run/interrupt.hpp"
#include "watch/pace.hpp"

namespace misfire {
namespace {

void print_event(const WatchOptions& options, const watch::Event& event) {
  if (options.json) return print(watch::json_line_of(event));
  say(printable(watch::line_of(event)));
}

watch::Tell teller(const WatchOptions& options) {
  return [&options](const watch::Event& event) { print_event(options, event); };
}

/// Looks once, and a second time where that saw a difference: it may be a reload under way.
Result<void> look(watch::Watcher& watcher, Duration every) {
  constexpr Duration kLongest = std::chrono::seconds(2);
  SystemClock clock;
  watcher.look();
  if (watcher.suspects()) {
    const Instant second = clock.now() + std::min(watch::until_second_look(every), kLongest);
    auto waited = wait_for(clock, "a second look", kLongest * 2,
                           [&]() -> Result<bool> { return clock.now() >= second; });
    if (!waited) return waited;
    watcher.look();
  }
  if (watcher.status().last_look == Instant{} || !watcher.status().up) {
    return environment_error("the balancer could not be looked at");
  }
  return {};
}

bool something_is_wrong(const watch::Status& status) {
  for (const watch::FindingCount& finding : status.findings) {
    if (finding.severity != to_string(Severity::note)) return true;
  }
  return !status.drifts.empty();
}

ExitCode once(const WatchOptions& options, WatchSetup setup) {
  setup.watched.every = std::min<Duration>(setup.watched.every, std::chrono::seconds(8));
  const Duration every = setup.watched.every;
  watch::Watcher watcher(std::move(setup.watched), setup.state, setup.status, false,
                         teller(options));
  if (auto begun = watcher.begin(); !begun) return refuse(begun.error());
  for (const watch::Drift& drift : watcher.status().drifts) {
    print_event(options, {drift.since, "drift-began", to_string(drift.what), drift});
  }
  if (auto looked = look(watcher, every); !looked) return refuse(looked.error());
  for (const auto& [server, up] : watcher.status().servers_up) {
    const std::string text = to_string(server) + " is down by its health check";
    if (!up) print_event(options, {watcher.status().last_look, "server-down", text, {}});
  }
  const bool red = something_is_wrong(watcher.status());
  if (!options.json) say(red ? "not as it should be" : "as it should be");
  return red ? ExitCode::failed : ExitCode::passed;
}

/// What runs now is right, says whoever gives this command.
ExitCode approve(const WatchOptions& options, WatchSetup setup) {
  const watch::StateFile state = setup.state;
  setup.watched.audit = nullptr;
  watch::Watcher watcher(std::move(setup.watched), state, setup.status, false, teller(options));
  // A damaged approval is no hindrance to a new one.
  static_cast<void>(watcher.begin());
  watcher.look();
  const auto approved = watcher.as_approved();
  if (!approved)
    return refuse(Error{ErrorCode::environment, "nothing can be approved: no whole look", "", {}});
  if (auto done = state.approve(*approved); !done) return refuse(done.error());
  for (const watch::Difference& difference :
       watch::differences(approved->file, {approved->running, true}, {})) {
    say(printable("approved although " + to_string(difference)));
  }
  say(printable("approved: " + state.path().string()));
  return ExitCode::passed;
}

ExitCode act(const WatchOptions& options) {
  if (options.once && options.approve) {
    return refuse(Error{ErrorCode::usage, "--once and --approve: which of them?", "", {}});
  }
  watch_interrupts();
  auto setup = set_up_watch(options);
  if (!setup) return refuse(setup.error());
  if (options.approve) return approve(options, std::move(*setup));
  if (options.once) return once(options, std::move(*setup));
  return run_watch_daemon(options, std::move(*setup), teller(options));
}

}  // namespace

Command add_watch(CLI::App& app) {
  auto options = std::make_shared<WatchOptions>();
  CLI::App* sub = app.add_subcommand(
      "watch", "Watch a live balancer for drift from its file and from what was approved");
  sub->add_option("system", options->system, "The system file, with [watch]")->required();
  sub->add_option("--every", options->every, "Notice drift within this time (default 30s)");
  sub->add_option("--runtime-api", options->runtime_api,
                  "HAProxy's Runtime API: unix:/run/haproxy/admin.sock or 127.0.0.1:9999");
  sub->add_option("--status-page", options->status_page,
                  "nginx's stub_status: http://127.0.0.1:8080/nginx_status");
  sub->add_option("--pid-file", options->pid_file, "nginx's pid file");
  sub->add_option("--listen", options->listen,
                  "Where /metrics and /healthz are served (default 127.0.0.1:9797)");
  sub->add_option("--state", options->state, "The file of the approved state");
  sub->add_flag("--approve", options->approve, "Approve what runs now, and end");
  sub->add_flag("--once", options->once, "Look once, and end: 0 as it should be, 1 not, 3 no look");
  sub->add_flag("--json", options->json, "One JSON object a line on standard output");
  sub->footer("Example: misfire watch /etc/misfire/system.toml --every 30s");
  return {sub, [options] { return act(*options); }, false};
}

}  // namespace misfire
