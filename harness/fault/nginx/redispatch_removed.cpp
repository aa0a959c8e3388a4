#include "fault/shared/redispatch_removed.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  return set_where_passed(config, "_next_upstream_tries", "1");
}

}  // namespace

Misconfiguration nginx_redispatch_removed() {
  Misconfiguration fault;
  fault.doc = redispatch_removed_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = redispatch_removed_witness;
  return fault;
}

}  // namespace misfire
