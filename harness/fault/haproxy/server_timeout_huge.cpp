#include "fault/shared/server_timeout_huge.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_line(config.model(), config.pool_section(), "timeout", "server",
                  fmt::format("{}m", huge_timeout_minutes(args)));
}

}  // namespace

Misconfiguration haproxy_server_timeout_huge() {
  Misconfiguration fault;
  fault.doc = server_timeout_huge_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_timeout_huge_witness;
  return fault;
}

}  // namespace misfire
