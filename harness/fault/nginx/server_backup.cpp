#include "fault/shared/server_backup.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = backup_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (const NginxDirective* chosen = choice_of(config);
      chosen != nullptr && chosen->name() != "least_conn") {
    return usage_error(fmt::format("nginx has no backup servers where {} chooses", chosen->name()),
                       "it refuses the configuration", config.model().where(*chosen));
  }
  Edits edits;
  for (const std::size_t i : *servers) add(edits, set_flag(config, i, "backup"));
  return edits;
}

}  // namespace

Misconfiguration nginx_server_backup() {
  Misconfiguration fault;
  fault.doc = server_backup_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_backup_witness>;
  return fault;
}

}  // namespace misfire
