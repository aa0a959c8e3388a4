// What happens with a running HAProxy: ready, reload, live.
#include <fmt/format.h>
#include <signal.h>

#include "balancer/caller.hpp"
#include "balancer/haproxy/adapter.hpp"
#include "balancer/haproxy/runtime.hpp"
#include "base/wait.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kMasterAnswers = 5s;
constexpr Duration kOneAnswer = 2s;  // of a question; a busy worker answers within milliseconds

Result<std::string> ask(Part& part, const std::string& port, const std::string& question) {
  return converse(part.from_harness(port), question, kOneAnswer);
}

Result<HaproxyProcesses> processes(Part& part) {
  const auto answer = ask(part, "master", "show proc\n");
  if (!answer) return tl::unexpected(answer.error());
  HaproxyProcesses found = parse_show_proc(*answer);
  if (found.workers.empty()) return environment_error("HAProxy's master tells of no worker");
  return found;
}

/// Why the pool is not ready; "" when it is.
std::string missing(const LiveState& live) {
  std::string reasons;
  for (const LiveState::Server& server : live.servers) {
    const bool first_check = server.check == "INI";
    const bool up = server.status == "UP" || server.status == "no check";
    // `disabled` in the user's file: it is as it should be.
    if (server.admin.find("maintenance by configuration") != std::string::npos) continue;
    if (up && !first_check) continue;
    reasons += fmt::format("{}{} is {}{}", reasons.empty() ? "" : ", ", server.name, server.status,
                           first_check            ? " before its first health check"
                           : server.check.empty() ? ""
                                                  : " (last health check: " + server.check + ")");
  }
  return live.servers.empty() ? "the pool has no servers" : reasons;
}

std::string alerts_in(const std::string& log) {
  std::string found;
  for (std::size_t begin = 0; begin < log.size();) {
    const std::size_t end = std::min(log.find('\n', begin), log.size());
    const std::string line = log.substr(begin, end - begin);
    if (line.find("[ALERT]") != std::string::npos) found += (found.empty() ? "" : "\n") + line;
    begin = end + 1;
  }
  return found.empty() ? log : found;
}

/// Whether a former worker is gone or takes no more connections.
bool has_let_go(Part& part, int pid) {
  const auto answer = ask(part, "master", fmt::format("@!{} show info\n", pid));
  if (!answer) return false;
  const HaproxyRow info = parse_show_info(*answer);
  const auto stopping = info.find("Stopping");
  return stopping == info.end() ? !info.contains("Pid") : stopping->second == "1";
}

}  // namespace

Result<LiveState> HaproxyAdapter::live(Part& part, Duration limit) const {
  const auto answer = converse(part.from_harness("runtime"), live_question(pool_), limit);
  if (!answer) return tl::unexpected(answer.error());
  return parse_live_state(*answer, pool_);
}

Result<Instant> HaproxyAdapter::command(Part& part, const std::vector<std::string>& commands,
                                        Duration limit) const {
  SystemClock clock;
  const Instant asked = clock.now();
  for (const std::string& command : commands) {
    const auto answer = converse(part.from_harness("runtime"), command + "\n", limit);
    if (!answer) return tl::unexpected(answer.error());
    if (auto done = accepted(command, *answer); !done) return tl::unexpected(done.error());
  }
  return asked;
}

Result<void> HaproxyAdapter::ready(Part& part, Duration limit, const GoOn& go_on) const {
  SystemClock clock;
  Caller caller(go_on);
  std::string reason;
  const auto waited = wait_for(clock, "HAProxy's pool to be ready", limit, [&]() -> Result<bool> {
    if (const auto& fine = caller.says(); !fine) return tl::unexpected(fine.error());
    const auto state = live(part, kOneAnswer);
    reason = state ? missing(*state) : state.error().message;
    return reason.empty();
  });
  if (waited) return {};
  if (!caller.said()) return caller.said();
  Error error = waited.error();
  error.message += ": " + reason;
  if (error.hint.empty()) error.hint = alerts_in(part.log_tail());
  return tl::unexpected(std::move(error));
}

Result<Instant> HaproxyAdapter::reload(Part& part, const std::string& text, Duration limit,
                                       const GoOn& go_on) const {
  return swap(part, text, limit, go_on, false);
}

Result<Instant> HaproxyAdapter::reload_refused(Part& part, const std::string& text, Duration limit,
                                               const GoOn& go_on) const {
  return swap(part, text, limit, go_on, true);
}

Result<Instant> HaproxyAdapter::swap(Part& part, const std::string& text, Duration limit,
                                     const GoOn& go_on, bool refused) const {
  SystemClock clock;
  Caller caller(go_on);
  // It may still be re-executing itself for the reload before this one.
  Result<HaproxyProcesses> before;
  const auto there = wait_for(clock, "HAProxy's master to answer", std::min(limit, kMasterAnswers),
                              [&]() -> Result<bool> {
                                if (const auto& fine = caller.says(); !fine) {
                                  return tl::unexpected(fine.error());
                                }
                                before = processes(part);
                                return before.has_value();
                              });
  if (!caller.said()) return tl::unexpected(caller.said().error());
  if (!there) {
    return environment_error("HAProxy's master does not answer, so it cannot be reloaded",
                             before ? there.error().message : before.error().message);
  }
  if (auto put = part.put("haproxy.cfg", text); !put) return tl::unexpected(put.error());
  const Instant asked = clock.now();
  if (auto sent = part.signal(SIGUSR2); !sent) return tl::unexpected(sent.error());

  const int old_worker = before->current();
  int new_worker = 0;
  std::string stage = "a new worker";
  const auto waited = wait_for(
      clock, "HAProxy to reload", limit,
      [&]() -> Result<bool> {
        if (const auto& fine = caller.says(); !fine) return tl::unexpected(fine.error());
        if (new_worker == 0) {
          const auto now = processes(part);
          if (!now) return false;  // the master re-executes itself: it is away for a moment
          if (now->failed > before->failed) {
            if (refused) return true;
            return environment_error("HAProxy rejected the new configuration and keeps the old one",
                                     alerts_in(part.log_tail()));
          }
          if (now->current() == old_worker || now->current() == 0) return false;
          new_worker = now->current();
          if (refused) {
            return environment_error("HAProxy took a configuration that it was to refuse");
          }
        }
        // Both workers hold the listeners for a moment; only when the old one has let go of them
        // does every new connection meet the new configuration.
        stage = "the former worker to let go of the listeners";
        if (!has_let_go(part, old_worker)) return false;
        stage = "the new worker's Runtime API";
        const auto answer = ask(part, "runtime", "show info\n");
        if (!answer) return false;
        const HaproxyRow info = parse_show_info(*answer);
        const auto pid = info.find("Pid");
        return pid != info.end() && pid->second == std::to_string(new_worker);
      },
      5ms);
  if (waited) return asked;
  if (!caller.said()) return tl::unexpected(caller.said().error());
  Error error = waited.error();
  if (error.hint.empty()) {
    error.message += fmt::format(" (it waited for {})", stage);
    error.hint = alerts_in(part.log_tail());
  }
  return tl::unexpected(std::move(error));
}

}  // namespace misfire
