#include "fault/shared/server_disabled.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = disabled_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) add(edits, set_flag(config, i, "down"));
  return edits;
}

}  // namespace

Misconfiguration nginx_server_disabled() {
  Misconfiguration fault;
  fault.doc = server_disabled_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_disabled_witness>;
  return fault;
}

}  // namespace misfire
