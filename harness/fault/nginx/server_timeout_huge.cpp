#include "fault/shared/server_timeout_huge.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  return set_where_passed(config, "_read_timeout", fmt::format("{}m", huge_timeout_minutes(args)));
}

}  // namespace

Misconfiguration nginx_server_timeout_huge() {
  Misconfiguration fault;
  fault.doc = server_timeout_huge_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = server_timeout_huge_witness;
  return fault;
}

}  // namespace misfire
