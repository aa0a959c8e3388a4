#include "fault/shared/proxy_protocol_mismatch.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/handshake.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = proxied_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    const ServerSettings settings = settings_of(config, i);
    if (settings.flag("send-proxy") || settings.flag("send-proxy-v2")) {
      return usage_error(fmt::format("{} gets the PROXY protocol already", config.pool()[i].name),
                         "choose another fault for this system", config.pool()[i].where);
    }
    add(edits, set_flag(config, i, "send-proxy"));
  }
  return edits;
}

Shown witness(const Args& args, const Observed& seen) {
  return handshake_witness(seen, proxied_servers(args, seen.before.servers.size()),
                           {"L7", "L4", "L6"}, "the PROXY protocol");
}

}  // namespace

Misconfiguration haproxy_proxy_protocol_mismatch() {
  Misconfiguration fault;
  fault.doc = proxy_protocol_mismatch_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = witness;
  fault.asks_checks = true;
  return fault;
}

}  // namespace misfire
