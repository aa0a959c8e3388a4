#include "fault/shared/resolver_broken.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = resolver_broken_doc();
  return made;
}

}  // namespace

FaultDoc resolver_broken_doc() {
  FaultDoc doc;
  doc.name = "resolver-broken";
  doc.title = "Name resolution broken";
  doc.about =
      "The servers are known by name, and the name server that the balancer asks is gone: "
      "after the next reload it knows no address, and turns every login away although all "
      "servers are well. HAProxy keeps such servers in maintenance, which hardly any alert "
      "counts as down; nginx answers 502.";
  doc.incident =
      "GitHub Codespaces, 28 June 2022: a DNS record was deleted while moving to a new "
      "balancer, 26 min. nginx, 24 September 2025: one upstream and a resolver that failed, "
      "18 min.";
  doc.params = {role_param(
      "servers", "the servers that are looked up; not for nginx, where it is the whole pool",
      "all")};
  return doc;
}

Result<std::vector<std::size_t>> looked_up_servers(const Args& args, std::size_t pool_size) {
  return servers_of(doc(), args, "servers", pool_size);
}

bool is_to_be_resolved(const std::string& host) {
  const bool letter = std::any_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return letter && host.find_first_of(":[/") == std::string::npos;
}

std::string lacks_names(const Config& config) {
  const std::vector<PoolServer>& pool = config.pool();
  const bool names = std::any_of(pool.begin(), pool.end(), [](const PoolServer& server) {
    return is_to_be_resolved(server.address);
  });
  return names ? "" : "in this system servers are known by their addresses: nobody looks them up";
}

Shown resolver_broken_witness(const Args& args, const Observed& seen) {
  Shown shown;
  const auto servers = looked_up_servers(args, seen.before.servers.size());
  if (!servers) return shown;
  const auto lost = [](const LiveState::Server& server) {
    return server.admin.find("name resolution") != std::string::npos;
  };
  bool any = false, all = true;
  for (const std::size_t i : *servers) {
    const LiveState::Server& before = seen.before.servers[i];
    const auto* now = find_server(seen.now, before.name);
    if (now == nullptr) continue;  // another fault removed it
    shown.evidence.push_back(fmt::format("{} is {} by the balancer, at {} (before: {}, at {})",
                                         before.name, now->status, now->address, before.status,
                                         before.address));
    any = true;
    all = all && lost(*now) && !lost(before);
  }
  shown.shown = any && all;
  return shown;
}

}  // namespace misfire
