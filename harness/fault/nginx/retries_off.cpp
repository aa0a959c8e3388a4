#include "fault/shared/retries_off.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  return set_where_passed(config, "_next_upstream", "off");
}

}  // namespace

Misconfiguration nginx_retries_off() {
  Misconfiguration fault;
  fault.doc = retries_off_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = retries_off_witness;
  return fault;
}

}  // namespace misfire
