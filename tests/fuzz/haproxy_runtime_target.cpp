// What a running HAProxy answers: show info, show stat, show servers state, show proc.
#include "balancer/haproxy/runtime.hpp"

#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void haproxy_runtime(std::string_view answer) {
  static_cast<void>(parse_show_info(answer));
  static_cast<void>(parse_show_stat(answer));
  static_cast<void>(parse_servers_state(answer));
  const HaproxyProcesses processes = parse_show_proc(answer);
  if (processes.workers.empty()) require(processes.current() == 0, "no worker, no current one");
  const auto live = parse_live_state(answer, "auth");
  if (!live) return require_place(live.error(), "", answer);
  require(differences(*live, *live).empty(), "a state does not differ from itself");
  static_cast<void>(live->all_up());
}

}  // namespace misfire::fuzz
