#include "fault/shared/connect_timeout_huge.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_line(config.model(), config.pool_section(), "timeout", "connect",
                  fmt::format("{}s", huge_connect_seconds(args)));
}

}  // namespace

Misconfiguration haproxy_connect_timeout_huge() {
  Misconfiguration fault;
  fault.doc = connect_timeout_huge_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = connect_timeout_huge_witness;
  return fault;
}

}  // namespace misfire
