// A backend goes down and comes back, again and again.
#include <fmt/format.h>

#include "base/duration.hpp"
#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

constexpr int kMostTimes = 100;
constexpr double kLost = 0.2;  // of its logins at least, of the half that it is down

/// Down at the begin of each period, up again in its middle.
Result<std::vector<Stroke>> strokes(const Args& args, std::size_t pool_size) {
  const auto servers = servers_named(args, pool_size);
  if (!servers) return tl::unexpected(servers.error());
  const double period = std::get<ModelDuration>(args.at("period")).seconds();
  if (period <= 0) return usage_error("parameter \"period\": a period takes some time");
  std::vector<Stroke> all;
  for (std::int64_t i = 0; i < std::get<std::int64_t>(args.at("times")); ++i) {
    const double from = static_cast<double>(i) * period;
    all.push_back({model_seconds(from), *servers});
    all.push_back({model_seconds(from + period / 2), *servers, true});
  }
  return all;
}

std::string says(const Args& args, const std::vector<std::string>& servers) {
  return fmt::format("{} {} killed every {} and started again half of that later, {} times",
                     named(servers), is_or_are(servers),
                     format_duration(std::get<ModelDuration>(args.at("period"))),
                     std::get<std::int64_t>(args.at("times")));
}

Result<void> inject(const Args&, const Stroke& stroke, Stressed& stack) {
  return stroke.back ? stack.start(stroke.servers) : stack.kill(stroke.servers);
}

Result<void> revert(const Args&, const Stroke& stroke, Stressed& stack) {
  return stack.start(stroke.servers);
}

Shown witness(const Args&, const std::vector<std::size_t>& servers, const Sight& sight) {
  Shown shown{true, {}};
  for (const std::size_t i : servers) {
    const ServerSeen& server = sight.servers[i];
    const double expected = expected_logins(server, sight);
    shown.evidence.push_back(
        fmt::format("{} ended {} times{}", server.name, server.ends,
                    server.ended.empty() ? "" : ", the last time " + server.ended));
    tell_state(server, shown);
    shown.evidence.push_back(
        fmt::format("{} answered {} logins since; as before, it would have been {:.0f}",
                    server.name, server.since.answered, expected));
    const bool answered_none = server.before.answered == 0 && server.since.answered == 0;
    const bool lost =
        expected >= kFewest && static_cast<double>(server.since.answered) <= (1 - kLost) * expected;
    shown.shown = shown.shown && server.ends >= 2 && (lost || answered_none);
  }
  return shown;
}

}  // namespace

Stressor flapping_stressor() {
  Stressor stressor;
  stressor.doc.name = "flapping";
  stressor.doc.title = "A backend goes down and comes back, again and again";
  stressor.doc.about =
      "These servers are killed at the begin of each period and started again in its middle. Who "
      "looks at the wrong moment finds all well; an alert whose patience is longer than half of "
      "the period never fires; and a balancer that takes its time to trust a server again loses "
      "it altogether.";
  stressor.doc.incident =
      "Amazon's network balancers, 20 October 2025: health checks of new hosts flapped, capacity "
      "was taken out and put back again and again, for hours.";
  stressor.doc.stressor = true;
  ParamSpec period;
  period.name = "period";
  period.type = ParamType::duration;
  period.about = "from one end to the next; half of it each is down";
  period.fallback = model_seconds(60);
  stressor.doc.params = {role_param("servers", "which servers flap", "first"), period,
                         integer_param("times", "how often they go down", 8, 2, kMostTimes)};
  stressor.hold = Hold::process;
  stressor.strokes = strokes;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.strokes_needed = 4;  // down, up, down, up
  return stressor;
}

}  // namespace misfire
