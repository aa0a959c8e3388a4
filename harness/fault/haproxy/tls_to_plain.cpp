#include "fault/shared/tls_to_plain.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/handshake.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = tls_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    if (settings_of(config, i).flag("ssl")) {
      return usage_error(fmt::format("{} is spoken to with TLS already", config.pool()[i].name),
                         "choose another fault for this system", config.pool()[i].where);
    }
    const std::size_t end = config.server_line(i).words.back().end;
    edits.push_back({end, end, " ssl verify none"});
  }
  return edits;
}

Shown witness(const Args& args, const Observed& seen) {
  return handshake_witness(seen, tls_servers(args, seen.before.servers.size()), {"L6"}, "TLS");
}

}  // namespace

Misconfiguration haproxy_tls_to_plain() {
  Misconfiguration fault;
  fault.doc = tls_to_plain_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = witness;
  fault.asks_checks = true;
  return fault;
}

}  // namespace misfire
