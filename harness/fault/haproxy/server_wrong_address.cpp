#include "fault/shared/server_wrong_address.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = misled_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    const auto& word = config.server_line(i).words[2];
    edits.push_back({word.begin, word.end, address_for(kOthersAddress, config.pool()[i])});
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_server_wrong_address() {
  Misconfiguration fault;
  fault.doc = server_wrong_address_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_wrong_address_witness;
  fault.asks_checks = true;
  return fault;
}

}  // namespace misfire
