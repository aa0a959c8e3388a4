#include "fault/shared/server_stale.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = stale_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    const auto& word = config.server(i).words[1];
    edits.push_back({word.begin, word.end, address_for(kNobodysAddress, config.pool()[i])});
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_server_stale() {
  Misconfiguration fault;
  fault.doc = server_stale_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_stale_witness>;
  return fault;
}

}  // namespace misfire
