// A backend crashes, and nobody starts it again.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

std::string says(const Args&, const std::vector<std::string>& servers) {
  return fmt::format("{} {} killed, and {} down", named(servers), is_or_are(servers),
                     servers.size() == 1 ? "stays" : "stay");
}

Result<void> inject(const Args&, const Stroke& stroke, Stressed& stack) {
  return stack.kill(stroke.servers);
}

Result<void> revert(const Args&, const Stroke& stroke, Stressed& stack) {
  return stack.start(stroke.servers);
}

Shown witness(const Args&, const std::vector<std::size_t>& servers, const Sight& sight) {
  Shown shown{true, {}};
  for (const std::size_t i : servers) {
    const ServerSeen& server = sight.servers[i];
    const bool gone = !server.ended.empty() && !server.runs && server.health == Health::refuses;
    shown.evidence.push_back(gone ? fmt::format("{} ended {}, and its port refuses connections",
                                                server.name, server.ended)
                                  : fmt::format("{} is still there", server.name));
    tell_state(server, shown);
    const bool silent = answers_nothing(server, sight, shown);
    shown.shown = shown.shown && gone && silent;
  }
  return shown;
}

}  // namespace

Stressor crash_stressor() {
  Stressor stressor;
  stressor.doc.name = "crash";
  stressor.doc.title = "A backend is killed, and stays down";
  stressor.doc.about =
      "The processes of these servers end at once, in the midst of their logins, and their ports "
      "refuse connections until the fault is taken back. A balancer with health checks and retries "
      "hides it as long as the others have room; without them every login that it sends there "
      "fails. It is what makes most latent misconfigurations bite.";
  stressor.doc.incident =
      "Everyday: what is worth testing is whether anybody was told before the second one ended, "
      "and whether the balancer is blamed for it. Xu et al., \"Early Detection of Configuration "
      "Errors to Reduce Failure Damage\" (OSDI 2016): what only matters when something else fails "
      "is the least tested.";
  stressor.doc.stressor = true;
  stressor.doc.params = {role_param("servers", "which servers are killed", "first")};
  stressor.hold = Hold::process;
  stressor.strokes = at_once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  return stressor;
}

}  // namespace misfire
