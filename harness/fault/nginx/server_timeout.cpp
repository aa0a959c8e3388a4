#include "fault/shared/server_timeout.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  return set_where_passed(config, "proxy_read_timeout", fmt::format("{}ms", timeout_ms(args)));
}

}  // namespace

Misconfiguration nginx_server_timeout() {
  Misconfiguration fault;
  fault.doc = server_timeout_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = server_timeout_witness;
  return fault;
}

}  // namespace misfire
