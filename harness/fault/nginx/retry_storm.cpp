#include "fault/shared/retry_storm.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  Edits edits = set_where_passed(
      config, "_next_upstream",
      "error timeout invalid_header http_500 http_502 http_503 http_504 non_idempotent");
  add(edits,
      set_where_passed(config, "_next_upstream_tries", "0"));  // as many as there are servers
  add(edits, set_where_passed(config, "_next_upstream_timeout", "0"));
  return edits;
}

}  // namespace

Misconfiguration nginx_retry_storm() {
  Misconfiguration fault;
  fault.doc = retry_storm_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = retry_storm_witness;
  return fault;
}

}  // namespace misfire
