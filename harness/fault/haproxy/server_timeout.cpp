#include "fault/shared/server_timeout.hpp"

#include <fmt/format.h>

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  // With its unit: HAProxy would read a bare number as milliseconds, people as anything.
  const std::string time = fmt::format("{}ms", timeout_ms(args));
  return set_line(config.model(), config.pool_section(), "timeout", "server", time);
}

}  // namespace

Misconfiguration haproxy_server_timeout() {
  Misconfiguration fault;
  fault.doc = server_timeout_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_timeout_witness;
  return fault;
}

}  // namespace misfire
