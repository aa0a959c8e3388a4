#include "fault/shared/check_port.hpp"

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = servers_checked_elsewhere(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  return set_check_param(config, *servers, "port", std::to_string(wrong_check_port(args)));
}

}  // namespace

Misconfiguration haproxy_check_port() {
  Misconfiguration fault;
  fault.doc = check_port_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_port_witness;
  fault.asks_checks = true;
  return fault;
}

}  // namespace misfire
