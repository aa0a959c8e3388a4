#include "fault/shared/access_log_off.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

/// Of every location that leads to the pool, whatever logs stand there or above.
Result<Edits> edit(const NginxConfig& config, const Args&) {
  return set_around_passes(config, "access_log", "off");
}

}  // namespace

Misconfiguration nginx_access_log_off() {
  Misconfiguration fault;
  fault.doc = access_log_off_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = access_log_off_witness;
  return fault;
}

}  // namespace misfire
