#include "fault/shared/server_removed.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

/// Its line, and the lines that send logins to it by its name, which would no longer be legal.
Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = removed_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    edits.push_back(remove_line(config.model(), config.server_line(i)));
    for (const HaproxyLine* line :
         lines_with(config.pool_section(), "use-server", config.pool()[i].name)) {
      edits.push_back(remove_line(config.model(), *line));
    }
  }
  return edits;
}

/// A server that the file has cannot be deleted at run time; out of service it is as good as gone.
Result<RuntimeChange> runtime(const HaproxyConfig& config, const Args& args) {
  const auto servers = removed_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  RuntimeChange change;
  for (const std::size_t i : *servers) {
    const std::string command = fmt::format("set server {} state ", server_path(config, i));
    change.inject.push_back(command + "maint");
    change.revert.push_back(command + "ready");
  }
  return change;
}

}  // namespace

Misconfiguration haproxy_server_removed() {
  Misconfiguration fault;
  fault.doc = server_removed_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = server_removed_witness;
  fault.runtime = of<HaproxyConfig, runtime>;
  return fault;
}

}  // namespace misfire
