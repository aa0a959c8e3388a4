#include "fault/shared/server_wrong_address.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = misled_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    const auto& word = config.server(i).words[1];
    edits.push_back({word.begin, word.end, address_for(kOthersAddress, config.pool()[i])});
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_server_wrong_address() {
  Misconfiguration fault;
  fault.doc = server_wrong_address_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_wrong_address_witness>;
  return fault;
}

}  // namespace misfire
