#include "fault/shared/server_disabled.hpp"

#include "fault/shared/idle_servers.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = server_disabled_doc();
  return made;
}

}  // namespace

FaultDoc server_disabled_doc() {
  FaultDoc doc;
  doc.name = "server-disabled";
  doc.title = "Servers left in maintenance";
  doc.about =
      "Servers stand in the configuration as disabled, as somebody left them after some "
      "work: they are well, nobody asks them how they are, and they get no logins. HAProxy's "
      "exporter still gives them their weight; nginx does not mention them at all. The "
      "others carry the load of all, or carry it until the next one fails.";
  doc.incident =
      "Wikimedia's load balancers: servers that somebody had taken out and forgotten. With "
      "two of three disabled, 1 % of the logins succeeded within a second in a measurement "
      "of this project.";
  doc.params = {role_param("servers", "the servers that are disabled", "last")};
  return doc;
}

Result<std::vector<std::size_t>> disabled_servers(const Args& args, std::size_t pool_size) {
  return some_servers(doc(), args, "servers", pool_size);
}

Shown server_disabled_witness(const Args& args, const Observed& seen) {
  const auto servers = disabled_servers(args, seen.before.servers.size());
  if (!servers) return {};
  return idle_servers_shown(*servers, seen, [](const LiveState::Server& server) {
    return server.status.starts_with("MAINT") || server.admin.find("down") != std::string::npos;
  });
}

}  // namespace misfire
