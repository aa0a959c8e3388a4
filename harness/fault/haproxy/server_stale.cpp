#include "fault/shared/server_stale.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = stale_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    const auto& word = config.server_line(i).words[2];
    edits.push_back({word.begin, word.end, address_for(kNobodysAddress, config.pool()[i])});
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_server_stale() {
  Misconfiguration fault;
  fault.doc = server_stale_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_stale_witness;
  return fault;
}

}  // namespace misfire
