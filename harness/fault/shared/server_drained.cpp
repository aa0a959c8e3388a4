#include "fault/shared/server_drained.hpp"

#include "fault/shared/idle_servers.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = server_drained_doc();
  return made;
}

}  // namespace

FaultDoc server_drained_doc() {
  FaultDoc doc;
  doc.name = "server-drained";
  doc.title = "Servers left drained";
  doc.about =
      "Servers were drained for some work, and nobody brought them back: they are up and "
      "healthy, and get no logins. Whoever counts servers that are up sees all of them; only "
      "the weight, or the traffic, tells. The others carry the load of all, or carry it "
      "until the next one fails. HAProxy has weight 0 for it; the open-source nginx knows "
      "only servers that are down.";
  doc.incident =
      "Amazon's load balancers, 24 December 2012: balancers ran with fewer hosts than there "
      "were, about 4.5 h until the cause was known. With weight 0 on servers HAProxy still "
      "says that they are up (measured).";
  doc.params = {role_param("servers", "the servers that are drained", "last")};
  return doc;
}

Result<std::vector<std::size_t>> drained_servers(const Args& args, std::size_t pool_size) {
  return some_servers(doc(), args, "servers", pool_size);
}

Shown server_drained_witness(const Args& args, const Observed& seen) {
  const auto servers = drained_servers(args, seen.before.servers.size());
  if (!servers) return {};
  return idle_servers_shown(*servers, seen, [](const LiveState::Server& server) {
    return server.weight == 0 || server.status.starts_with("DRAIN") ||
           server.admin.find("down") != std::string::npos;
  });
}

}  // namespace misfire
