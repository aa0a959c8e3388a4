// What happens with a running nginx: ready, reload, live.
#include <fmt/format.h>
#include <signal.h>

#include <optional>

#include "balancer/caller.hpp"
#include "balancer/nginx/adapter.hpp"
#include "balancer/nginx/live_server.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kOneAnswer = 2s;  // a busy worker answers within milliseconds
constexpr std::size_t kMuchLog = 64 * 1024;
constexpr std::size_t kEndOfLog = 400;  // no two ends of a log with times and pids are the same
constexpr const char* kPorts[] = {"runtime", "master"};  // the generations' turns

Result<NginxLive> ask(Part& part, const std::string& port, Duration limit) {
  const auto answer = http(part.from_harness(port), {"GET", "/", {}, {}}, limit);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != 200) {
    return environment_error(fmt::format("nginx answers {} at its {} port", answer->status, port));
  }
  return parse_live_answer(answer->body);
}

/// The generation that takes connections, and at which of the ports.
struct Serving {
  NginxLive live;
  std::string port;
};
Result<Serving> serving(Part& part, Duration limit) {
  Error why;
  for (const char* port : kPorts) {
    auto live = ask(part, port, limit);
    if (live) return Serving{std::move(*live), port};
    if (why.message.empty()) why = live.error();
  }
  return tl::unexpected(std::move(why));
}

/// A worker that is out of connections turns some away: it is asked again.
Result<Serving> serving_within(Part& part, Duration limit, Caller& caller) {
  SystemClock clock;
  Result<Serving> found = environment_error("nginx was not asked");
  const auto waited = wait_for(clock, "nginx to answer", limit, [&]() -> Result<bool> {
    if (const auto& fine = caller.says(); !fine) return tl::unexpected(fine.error());
    found = serving(part, limit);
    return found.has_value();
  });
  if (!waited && found) return tl::unexpected(waited.error());
  return found;
}

/// Whether nobody takes connections there. One who takes them and hangs has not let go.
bool refuses(Part& part, const std::string& port) {
  const SystemClock clock;
  const Instant asked = clock.now();
  return !ask(part, port, kOneAnswer) && clock.now() - asked < kOneAnswer;
}

/// What the log has beyond what it had.
std::string since(const std::string& before, const std::string& now) {
  const std::string end = before.substr(before.size() - std::min(before.size(), kEndOfLog));
  const std::size_t at = now.rfind(end);
  return end.empty() || at == std::string::npos ? now : now.substr(at + end.size());
}

std::string emergencies_in(const std::string& log) {
  std::string found;
  for (std::size_t begin = 0; begin < log.size();) {
    const std::size_t end = std::min(log.find('\n', begin), log.size());
    const std::string line = log.substr(begin, end - begin);
    if (line.find("[emerg]") != std::string::npos) found += (found.empty() ? "" : "\n") + line;
    begin = end + 1;
  }
  return found;
}

}  // namespace

Result<LiveState> NginxAdapter::live(Part& part, Duration limit) const {
  const GoOn nobody;
  Caller caller(nobody);
  auto now = serving_within(part, limit, caller);
  if (!now) return tl::unexpected(now.error());
  return std::move(now->live.state);
}

Result<void> NginxAdapter::ready(Part& part, Duration limit, const GoOn& go_on) const {
  SystemClock clock;
  Caller caller(go_on);
  std::string reason;
  const auto waited = wait_for(clock, "nginx to answer", limit, [&]() -> Result<bool> {
    if (const auto& fine = caller.says(); !fine) return tl::unexpected(fine.error());
    const auto now = serving(part, kOneAnswer);
    reason = now ? "" : now.error().message;
    return now.has_value();
  });
  if (waited) return {};
  if (!caller.said()) return caller.said();
  Error error = waited.error();
  error.message += ": " + reason;
  if (error.hint.empty()) error.hint = part.log_tail();
  return tl::unexpected(std::move(error));
}

Result<Instant> NginxAdapter::reload(Part& part, const std::string& text, Duration limit,
                                     const GoOn& go_on) const {
  return swap(part, text, limit, go_on, false);
}

Result<Instant> NginxAdapter::reload_refused(Part& part, const std::string& text, Duration limit,
                                             const GoOn& go_on) const {
  return swap(part, text, limit, go_on, true);
}

Result<Instant> NginxAdapter::swap(Part& part, const std::string& text, Duration limit,
                                   const GoOn& go_on, bool refused) const {
  SystemClock clock;
  Caller caller(go_on);
  const auto before = serving_within(part, kOneAnswer, caller);
  if (!caller.said()) return tl::unexpected(caller.said().error());
  if (!before) {
    return environment_error("nginx does not answer, so its reload could not be seen",
                             before.error().message);
  }
  const std::string next = before->port == kPorts[0] ? kPorts[1] : kPorts[0];
  const int generation = before->live.generation + 1;
  const auto renewed =
      as_generation(text, part.from_parts(kPorts[0]), part.from_parts(next), generation);
  if (!renewed) return tl::unexpected(renewed.error());
  const std::string log = part.log_tail(kMuchLog);
  if (auto put = part.put("nginx.conf", *renewed); !put) return tl::unexpected(put.error());
  const Instant asked = clock.now();
  if (auto sent = part.signal(SIGHUP); !sent) return tl::unexpected(sent.error());

  bool serves = false;
  const auto waited = wait_for(
      clock, "nginx to reload", limit,
      [&]() -> Result<bool> {
        if (const auto& fine = caller.says(); !fine) return tl::unexpected(fine.error());
        if (!serves) {
          const auto now = ask(part, next, kOneAnswer);
          serves = now && now->generation == generation;
          if (!serves) {
            // It goes on with the old one, and only its log says so.
            const std::string said = emergencies_in(since(log, part.log_tail(kMuchLog)));
            if (said.empty()) return false;
            if (refused) return true;
            return environment_error("nginx rejected the new configuration and keeps the old one",
                                     said);
          }
        }
        if (refused) return environment_error("nginx took a configuration that it was to refuse");
        return refuses(part, before->port);
      },
      5ms);
  if (waited) return asked;
  if (!caller.said()) return tl::unexpected(caller.said().error());
  Error error = waited.error();
  if (error.hint.empty()) {
    error.message += serves ? " (its former workers still take connections)"
                            : " (no worker of the new generation answers)";
    error.hint = part.log_tail();
  }
  return tl::unexpected(std::move(error));
}

}  // namespace misfire
