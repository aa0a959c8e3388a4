#include "fault/shared/connection_limit.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

/// Without a zone each worker counts for itself. nginx has no queue: what exceeds the limit of
/// every server is answered with 502.
Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = limited_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    const int present = server_number(config.server(i), "max_conns", 0);
    if (auto lower = lowers_limit(config.pool()[i].name, present, connection_limit(args)); !lower) {
      return tl::unexpected(lower.error());
    }
    add(edits, config.set_param(i, "max_conns", std::to_string(connection_limit(args))));
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_connection_limit() {
  Misconfiguration fault;
  fault.doc = connection_limit_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<connection_limit_witness>;
  return fault;
}

}  // namespace misfire
