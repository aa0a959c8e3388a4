// A backend needs much longer for each login, and so can answer fewer of them.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

constexpr double kMost = 50;            // more is a server that hangs: hardly a login succeeds
constexpr double kLeastProgress = 0.5;  // of the additional time that was asked for

double took_ms(const BackendLogins& logins) {
  return logins.succeeded() > 0
             ? to_seconds(logins.took) * 1000 / static_cast<double>(logins.succeeded())
             : 0;
}

double factor_of(const Args& args) {
  return number_of(args, "factor");
}

std::string says(const Args& args, const std::vector<std::string>& servers) {
  return fmt::format("{} {} {:g} times their service time for a login", named(servers),
                     servers.size() == 1 ? "takes" : "take", factor_of(args));
}

Result<void> inject(const Args& args, const Stroke& stroke, Stressed& stack) {
  const double factor = factor_of(args);
  return each(stroke, [&](std::size_t server) { return stack.slow_down(server, factor); });
}

Result<void> revert(const Args&, const Stroke& stroke, Stressed& stack) {
  return each(stroke, [&](std::size_t server) { return stack.slow_down(server, 1); });
}

/// The load driver's times, which hold the balancer's queue and what a busy machine adds, too: that
/// is there before as well, and only the service time is to grow.
Shown witness(const Args& args, const std::vector<std::size_t>& servers, const Sight& sight) {
  Shown shown{true, {}};
  for (const std::size_t i : servers) {
    const ServerSeen& server = sight.servers[i];
    const double before = took_ms(server.before), since = took_ms(server.since);
    const double least = before + kLeastProgress * sight.service_ms * (factor_of(args) - 1);
    shown.evidence.push_back(
        fmt::format("{} needed {:.0f} ms for each of {} logins that succeeded (before: {:.0f} ms)",
                    server.name, since, server.since.succeeded(), before));
    const bool enough = static_cast<double>(server.since.succeeded()) >= kFewest &&
                        static_cast<double>(server.before.succeeded()) >= kFewest;
    shown.shown = shown.shown && enough && since >= least;
  }
  return shown;
}

}  // namespace

Stressor slow_stressor() {
  Stressor stressor;
  stressor.doc.name = "slow";
  stressor.doc.title = "A backend is many times slower";
  stressor.doc.about =
      "Each login holds a worker of these servers that many times longer, so that their capacity "
      "falls by the same factor: what they are sent beyond it waits, and is then turned away. "
      "Their health checks answer at once, as a check that does no work does.";
  stressor.doc.incident =
      "Gunawi et al., \"Fail-Slow at Scale\" (FAST 2018): 101 reports of hardware that had become "
      "slow and did not fail, from 12 institutions; to find it took hours, often months.";
  stressor.doc.stressor = true;
  stressor.doc.params = {role_param("servers", "which servers are slow", "first"),
                         number_param("factor", "times the declared service time", 10, 2, kMost)};
  stressor.hold = Hold::service_time;
  stressor.strokes = at_once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.service_factor = factor_of;
  return stressor;
}

}  // namespace misfire
