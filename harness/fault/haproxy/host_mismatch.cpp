#include "fault/shared/host_mismatch.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto host = only_host(args);
  if (!host) return tl::unexpected(host.error());
  return add_login_rule(
      config, fmt::format("http-request return status 404 unless {{ hdr(host) -i {} }}", *host));
}

}  // namespace

Misconfiguration haproxy_host_mismatch() {
  Misconfiguration fault;
  fault.doc = host_mismatch_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = host_mismatch_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
