#include "fault/shared/connect_timeout_huge.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  return set_where_passed(config, "_connect_timeout",
                          fmt::format("{}s", huge_connect_seconds(args)));
}

}  // namespace

Misconfiguration nginx_connect_timeout_huge() {
  Misconfiguration fault;
  fault.doc = connect_timeout_huge_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = connect_timeout_huge_witness;
  return fault;
}

}  // namespace misfire
