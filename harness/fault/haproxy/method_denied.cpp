#include "fault/shared/method_denied.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  return add_login_rule(config, "http-request deny deny_status 403 unless METH_GET");
}

}  // namespace

Misconfiguration haproxy_method_denied() {
  Misconfiguration fault;
  fault.doc = method_denied_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = method_denied_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
