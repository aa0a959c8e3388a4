#include "fault/shared/server_disabled.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = disabled_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) add(edits, set_flag(config, i, "disabled"));
  return edits;
}

Result<RuntimeChange> runtime(const HaproxyConfig& config, const Args& args) {
  const auto servers = disabled_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  RuntimeChange change;
  for (const std::size_t i : *servers) {
    change.inject.push_back(fmt::format("disable server {}", server_path(config, i)));
    change.revert.push_back(fmt::format("enable server {}", server_path(config, i)));
  }
  return change;
}

}  // namespace

Misconfiguration haproxy_server_disabled() {
  Misconfiguration fault;
  fault.doc = server_disabled_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_disabled_witness;
  fault.runtime = of<HaproxyConfig, runtime>;
  return fault;
}

}  // namespace misfire
