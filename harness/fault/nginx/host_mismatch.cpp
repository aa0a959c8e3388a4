#include "fault/shared/host_mismatch.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

/// A wrong server_name alone would change nothing where the server is the only one of its address.
Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto host = only_host(args);
  if (!host) return tl::unexpected(host.error());
  return add_where_passed(config, fmt::format("if ($host != {}) {{ return 404; }}", *host));
}

}  // namespace

Misconfiguration nginx_host_mismatch() {
  Misconfiguration fault;
  fault.doc = host_mismatch_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = host_mismatch_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
