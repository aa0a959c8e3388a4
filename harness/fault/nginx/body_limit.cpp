#include "fault/shared/body_limit.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  return set_around_passes(config, "client_max_body_size", std::to_string(allowed_bytes(args)));
}

}  // namespace

Misconfiguration nginx_body_limit() {
  Misconfiguration fault;
  fault.doc = body_limit_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = body_limit_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
