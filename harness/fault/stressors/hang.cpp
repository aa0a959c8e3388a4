// A backend hangs: it accepts connections, and answers nothing.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

std::string says(const Args&, const std::vector<std::string>& servers) {
  return fmt::format("{} {} stopped: connections are accepted, and nothing is answered",
                     named(servers), is_or_are(servers));
}

Result<void> inject(const Args&, const Stroke& stroke, Stressed& stack) {
  return each(stroke, [&](std::size_t server) { return stack.pause(server); });
}

Result<void> revert(const Args&, const Stroke& stroke, Stressed& stack) {
  return each(stroke, [&](std::size_t server) { return stack.resume(server); });
}

Shown witness(const Args&, const std::vector<std::size_t>& servers, const Sight& sight) {
  Shown shown{true, {}};
  for (const std::size_t i : servers) {
    const ServerSeen& server = sight.servers[i];
    const bool hangs = server.health == Health::silent && server.runs && server.ended.empty();
    shown.evidence.push_back(
        hangs ? fmt::format("{} runs and accepts connections, but does not answer GET {}",
                            server.name, server.asked)
              : fmt::format("{} does not hang", server.name));
    tell_state(server, shown);
    const bool silent = answers_nothing(server, sight, shown);
    shown.shown = shown.shown && hangs && silent;
  }
  return shown;
}

}  // namespace

Stressor hang_stressor() {
  Stressor stressor;
  stressor.doc.name = "hang";
  stressor.doc.title = "A backend accepts connections and answers nothing";
  stressor.doc.about =
      "These servers are stopped as a debugger or a deadlock would: their kernel goes on accepting "
      "connections, so that whoever only connects finds them well. Logins that reach them wait for "
      "a timeout, and block a connection meanwhile. Taken back, they go on where they were.";
  stressor.doc.incident =
      "Huang et al., \"Gray Failure: The Achilles' Heel of Cloud-Scale Systems\" (HotOS 2017): the "
      "failure that the one who checks does not see, while the one who uses does.";
  stressor.doc.stressor = true;
  stressor.doc.params = {role_param("servers", "which servers hang", "first")};
  stressor.hold = Hold::process;
  stressor.strokes = at_once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  return stressor;
}

}  // namespace misfire
