#include "fault/shared/server_twice.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto server = doubled_server(args, config.pool().size());
  if (!server) return tl::unexpected(server.error());
  const NginxDirective& line = config.server(*server);
  return Edits{add_directive_after(config.model(), line,
                                   config.text().substr(line.begin, line.end - line.begin))};
}

}  // namespace

Misconfiguration nginx_server_twice() {
  Misconfiguration fault;
  fault.doc = server_twice_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_twice_witness>;
  return fault;
}

}  // namespace misfire
