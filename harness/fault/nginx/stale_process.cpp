#include "fault/shared/stale_process.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  return Edits{add_directive(config.model(), config.upstream(), "keepalve 16;")};
}

}  // namespace

Misconfiguration nginx_stale_process() {
  Misconfiguration fault;
  fault.doc = stale_process_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = stale_process_witness;
  fault.refused = true;
  return fault;
}

}  // namespace misfire
