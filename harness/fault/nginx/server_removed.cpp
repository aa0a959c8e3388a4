#include "fault/shared/server_removed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

/// What would be left of the pool must be a pool, and one in which it can be told who is gone.
Result<void> check_left(const NginxConfig& config, const std::vector<std::size_t>& removed) {
  const auto& pool = config.pool();
  const auto goes = [&](std::size_t i) {
    return std::find(removed.begin(), removed.end(), i) != removed.end();
  };
  bool serves = false;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    if (goes(i)) continue;
    serves = serves || !server_flag(config.server(i), "backup");
    // nginx's servers are known by their addresses.
    for (const std::size_t gone : removed) {
      if (pool[i].address != pool[gone].address || pool[i].port != pool[gone].port) continue;
      return usage_error(
          fmt::format("the servers of lines {} and {} have one address: which of them was removed "
                      "could not be told",
                      pool[gone].where.line, pool[i].where.line),
          "remove both, or give them addresses of their own", pool[gone].where);
    }
  }
  if (serves) return {};
  return usage_error(
      fmt::format("only backup servers would be left in the upstream \"{}\", which nginx refuses",
                  config.pool_name()),
      "remove fewer servers", pool[removed.front()].where);
}

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = removed_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (auto fine = check_left(config, *servers); !fine) return tl::unexpected(fine.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    edits.push_back(remove_directive(config.model(), config.server(i)));
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_server_removed() {
  Misconfiguration fault;
  fault.doc = server_removed_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<server_removed_witness>;
  return fault;
}

}  // namespace misfire
