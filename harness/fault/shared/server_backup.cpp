#include "fault/shared/server_backup.hpp"

#include "fault/shared/idle_servers.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = server_backup_doc();
  return made;
}

}  // namespace

FaultDoc server_backup_doc() {
  FaultDoc doc;
  doc.name = "server-backup";
  doc.title = "Servers that only stand by";
  doc.about =
      "Servers are marked as backup: they get logins only when none of the others is left. "
      "All are up and healthy; one server carries the load of all, and while it is merely "
      "too slow, nobody relieves it.";
  doc.incident =
      "Directives that were copied from another pool are a family of their own among the "
      "mistakes that ConfErr (DSN 2008) injects. With two of three servers standing by, 1 % "
      "of the logins succeeded within a second in a measurement of this project.";
  doc.params = {role_param("servers", "the servers that stand by", "others")};
  return doc;
}

Result<std::vector<std::size_t>> backup_servers(const Args& args, std::size_t pool_size) {
  return some_servers(doc(), args, "servers", pool_size);
}

Shown server_backup_witness(const Args& args, const Observed& seen) {
  const auto servers = backup_servers(args, seen.before.servers.size());
  if (!servers) return {};
  return idle_servers_shown(*servers, seen, [](const LiveState::Server& server) {
    return server.admin.find("backup") != std::string::npos;
  });
}

}  // namespace misfire
