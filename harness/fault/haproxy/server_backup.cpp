#include "fault/shared/server_backup.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = backup_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) add(edits, set_flag(config, i, "backup"));
  return edits;
}

}  // namespace

Misconfiguration haproxy_server_backup() {
  Misconfiguration fault;
  fault.doc = server_backup_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_backup_witness;
  return fault;
}

}  // namespace misfire
