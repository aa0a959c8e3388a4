#include "fault/shared/path_rewritten.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto prefix = path_prefix(args);
  if (!prefix) return tl::unexpected(prefix.error());
  return add_login_rule(config, fmt::format("http-request set-path {}%[path]", *prefix));
}

}  // namespace

Misconfiguration haproxy_path_rewritten() {
  Misconfiguration fault;
  fault.doc = path_rewritten_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = path_rewritten_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
