#include "fault/shared/body_limit.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return add_login_rule(
      config, fmt::format("http-request deny deny_status 413 if {{ req.hdr_val(content-length) gt "
                          "{} }}",
                          allowed_bytes(args)));
}

}  // namespace

Misconfiguration haproxy_body_limit() {
  Misconfiguration fault;
  fault.doc = body_limit_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = body_limit_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
