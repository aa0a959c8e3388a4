#include "fault/shared/server_drained.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = drained_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) add(edits, set_flag(config, i, "down"));
  return edits;
}

}  // namespace

Misconfiguration nginx_server_drained() {
  Misconfiguration fault;
  fault.doc = server_drained_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_drained_witness>;
  return fault;
}

}  // namespace misfire
