#include "fault/shared/server_duplicated.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = duplicated_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  const std::string& address = config.server(servers->original).word(1);
  Edits edits;
  for (const std::size_t i : servers->copies) {
    const NginxWord& own = config.server(i).words[1];
    if (own.text != address) edits.push_back({own.begin, own.end, address});
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_server_duplicated() {
  Misconfiguration fault;
  fault.doc = server_duplicated_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_duplicated_witness>;
  return fault;
}

}  // namespace misfire
