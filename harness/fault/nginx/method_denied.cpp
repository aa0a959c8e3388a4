#include "fault/shared/method_denied.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  return add_where_passed(config, "if ($request_method != GET) { return 403; }");
}

}  // namespace

Misconfiguration nginx_method_denied() {
  Misconfiguration fault;
  fault.doc = method_denied_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = method_denied_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
