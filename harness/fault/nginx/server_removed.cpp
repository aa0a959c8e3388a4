#include "fault/shared/server_removed.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = removed_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    edits.push_back(remove_directive(config.model(), config.server(i)));
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_server_removed() {
  Misconfiguration fault;
  fault.doc = server_removed_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_removed_witness>;
  return fault;
}

}  // namespace misfire
