#include "fault/shared/server_stale.hpp"

#include <algorithm>

#include "fault/shared/idle_servers.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = server_stale_doc();
  return made;
}

}  // namespace

FaultDoc server_stale_doc() {
  FaultDoc doc;
  doc.name = "server-stale";
  doc.title = "Stale servers in the pool";
  doc.about =
      "The configuration has the addresses of machines that are gone, and not those of the "
      "machines that came in their place: the new ones are well and idle, the old ones "
      "refuse. The balancer takes the old ones out and goes on with what is left. It looks "
      "like a failure of servers; the application says that all of its servers are up.";
  doc.incident =
      "Slack, 12 May 2020: the slots of the balancer were full of servers that no longer "
      "existed, new ones were left out, and the alert for exactly this was broken: 8 h until "
      "anybody knew.";
  doc.params = {role_param("servers", "the servers whose machines were replaced", "others")};
  return doc;
}

Result<std::vector<std::size_t>> stale_servers(const Args& args, std::size_t pool_size) {
  return some_servers(doc(), args, "servers", pool_size);
}

Shown server_stale_witness(const Args& args, const Observed& seen) {
  const auto servers = stale_servers(args, seen.before.servers.size());
  if (!servers) return {};
  return idle_servers_shown(*servers, seen, [&](const LiveState::Server& server) {
    return std::all_of(
        seen.before.servers.begin(), seen.before.servers.end(),
        [&](const LiveState::Server& known) { return address_of(known) != address_of(server); });
  });
}

}  // namespace misfire
