#include "fault/shared/deny_rate.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return add_login_rule(config,
                        fmt::format("http-request deny deny_status 429 if {{ fe_req_rate gt {} }}",
                                    allowed_per_second(args)));
}

}  // namespace

Misconfiguration haproxy_deny_rate() {
  Misconfiguration fault;
  fault.doc = deny_rate_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = deny_rate_witness;
  return fault;
}

}  // namespace misfire
