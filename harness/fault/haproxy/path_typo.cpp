#include "fault/shared/path_typo.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto path = misspelt_path(args);
  if (!path) return tl::unexpected(path.error());
  return add_login_rule(
      config, fmt::format("http-request return status 404 unless {{ path_beg {} }}", *path));
}

}  // namespace

Misconfiguration haproxy_path_typo() {
  Misconfiguration fault;
  fault.doc = path_typo_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = path_typo_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
