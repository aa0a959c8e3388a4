#include "fault/shared/path_rewritten.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto prefix = path_prefix(args);
  if (!prefix) return tl::unexpected(prefix.error());
  return add_where_passed(config, fmt::format("rewrite ^(.*)$ {}$1 break;", *prefix));
}

}  // namespace

Misconfiguration nginx_path_rewritten() {
  Misconfiguration fault;
  fault.doc = path_rewritten_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = path_rewritten_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
