#include "fault/shared/server_drained.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = drained_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    if (settings_of(config, i).value("weight") != "0")
      add(edits, config.set_param(i, "weight", "0"));
  }
  return edits;
}

Result<RuntimeChange> runtime(const HaproxyConfig& config, const Args& args) {
  const auto servers = drained_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  RuntimeChange change;
  for (const std::size_t i : *servers) {
    change.inject.push_back(fmt::format("set server {} state drain", server_path(config, i)));
    change.revert.push_back(fmt::format("set server {} state ready", server_path(config, i)));
  }
  return change;
}

}  // namespace

Misconfiguration haproxy_server_drained() {
  Misconfiguration fault;
  fault.doc = server_drained_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_drained_witness;
  fault.runtime = of<HaproxyConfig, runtime>;
  return fault;
}

}  // namespace misfire
