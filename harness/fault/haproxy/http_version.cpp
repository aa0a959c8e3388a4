#include "fault/shared/http_version.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/handshake.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = http2_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    if (settings_of(config, i).has("proto")) {
      return usage_error(fmt::format("{} has a proto already", config.pool()[i].name),
                         "choose another fault for this system", config.pool()[i].where);
    }
    add(edits, config.set_param(i, "proto", "h2"));
  }
  return edits;
}

Shown witness(const Args& args, const Observed& seen) {
  return handshake_witness(seen, http2_servers(args, seen.before.servers.size()),
                           {"SOCKERR", "L7", "L4"}, "HTTP/2");
}

}  // namespace

Misconfiguration haproxy_http_version() {
  Misconfiguration fault;
  fault.doc = http_version_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = witness;
  fault.asks_checks = true;
  return fault;
}

}  // namespace misfire
