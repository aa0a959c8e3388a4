#include "fault/shared/frontend_limit.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"
#include "fault/shared/evidence.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const std::string zone = fresh_name(config, "all_connections");
  Edits edits =
      add_where_passed(config, fmt::format("limit_conn {} {};", zone, entry_connections(args)));
  edits.push_back(add_directive(config.model(), config.http(),
                                fmt::format("limit_conn_zone $server_port zone={}:32k;", zone)));
  return edits;
}

/// nginx tells no limit; whether some are turned away depends on the load.
Shown witness(const Args&, const Observed& seen) {
  Shown shown = configuration_witness(seen, "the limit at the entry");
  shown.evidence.push_back("logins since, by status: " + statuses_text(seen.logins.since));
  return shown;
}

}  // namespace

Misconfiguration nginx_frontend_limit() {
  Misconfiguration fault;
  fault.doc = frontend_limit_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
