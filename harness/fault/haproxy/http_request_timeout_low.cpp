#include "fault/shared/http_request_timeout_low.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_login_line(config, "timeout", "http-request",
                        fmt::format("{}ms", http_request_timeout_ms(args)));
}

}  // namespace

Misconfiguration haproxy_http_request_timeout_low() {
  Misconfiguration fault;
  fault.doc = http_request_timeout_low_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = http_request_timeout_low_witness;
  return fault;
}

}  // namespace misfire
