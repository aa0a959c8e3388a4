// Backends are killed and started again at once: a deployment, or what a supervisor does.
#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

Result<std::vector<Stroke>> strokes(const Args& args, std::size_t pool_size) {
  const auto servers = servers_named(args, pool_size);
  if (!servers) return tl::unexpected(servers.error());
  const auto pause = std::get<ModelDuration>(args.at("pause"));
  if (pause == ModelDuration{}) return std::vector<Stroke>{{ModelDuration{}, *servers}};
  std::vector<Stroke> one_by_one;
  ModelDuration after;
  for (const std::size_t server : *servers) {
    one_by_one.push_back({after, {server}});
    after = after + pause;
  }
  return one_by_one;
}

std::string says(const Args& args, const std::vector<std::string>& servers) {
  const auto pause = std::get<ModelDuration>(args.at("pause"));
  return fmt::format("{} {} killed and started again{}", named(servers), is_or_are(servers),
                     pause == ModelDuration{} || servers.size() == 1
                         ? ""
                         : ", one every " + format_duration(pause));
}

/// All go before the first comes back: that is what a restart of several at once is.
Result<void> inject(const Args&, const Stroke& stroke, Stressed& stack) {
  return stack.kill(stroke.servers).and_then([&] { return stack.start(stroke.servers); });
}

bool waits_for_starts(const std::vector<Stroke>& strokes, std::size_t pool_size) {
  return std::any_of(strokes.begin(), strokes.end(),
                     [&](const Stroke& stroke) { return stroke.servers.size() == pool_size; });
}

Result<void> revert(const Args&, const Stroke&, Stressed&) {
  return {};  // it is over
}

Shown witness(const Args&, const std::vector<std::size_t>& servers, const Sight& sight) {
  Shown shown{true, {}};
  for (const std::size_t i : servers) {
    const ServerSeen& server = sight.servers[i];
    const bool restarted = !server.ended.empty() && server.runs && server.health == Health::well;
    shown.evidence.push_back(restarted ? fmt::format("{} ended {}; a new process answers GET {}",
                                                     server.name, server.ended, server.asked)
                                       : fmt::format("{} was not restarted yet", server.name));
    tell_state(server, shown);
    shown.shown = shown.shown && restarted;
  }
  return shown;
}

}  // namespace

Stressor restart_stressor() {
  Stressor stressor;
  stressor.doc.name = "restart";
  stressor.doc.title = "Backends are killed and started again at once";
  stressor.doc.about =
      "These servers end without finishing their logins and are there again a moment later, all at "
      "once or one after the other with a pause: what a deployment without draining does, or a "
      "supervisor after a crash. Their counters start from zero, and the balancer may hold them "
      "for "
      "down until enough of its checks have succeeded.";
  stressor.doc.incident =
      "Every deployment. Whoever is paged by it learns to look away; and a balancer whose checks "
      "forgive less than a restart takes loses its servers one by one.";
  stressor.doc.stressor = true;
  stressor.doc.needs_duration = false;
  ParamSpec pause;
  pause.name = "pause";
  pause.type = ParamType::duration;
  pause.about = "from the restart of one server to that of the next; 0s: all at once";
  pause.fallback = ModelDuration{};
  stressor.doc.params = {
      role_param("servers", "which servers are restarted, in the pool's order", "all"), pause};
  stressor.hold = Hold::process;
  stressor.strokes = strokes;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.waits_for_starts = waits_for_starts;
  return stressor;
}

}  // namespace misfire
