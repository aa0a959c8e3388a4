#include "fault/shared/server_removed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

// Logins on connections that a former worker still serves.
constexpr double kStragglers = 0.05;

const FaultDoc& doc() {
  static const FaultDoc made = server_removed_doc();
  return made;
}

}  // namespace

FaultDoc server_removed_doc() {
  FaultDoc doc;
  doc.name = "server-removed";
  doc.title = "Servers missing from the pool";
  doc.about =
      "Servers that are alive and idle no longer stand in the configuration, so that the others "
      "carry the load of all. Nothing is down: whoever counts the servers that are up by those "
      "that "
      "the balancer knows sees all of them. With two of three servers gone only a few logins "
      "succeeded under full load; with one gone the harm waits for the next failure.";
  doc.incident =
      "Amazon's load balancers, 24 December 2012: a maintenance job deleted the record of the "
      "hosts "
      "that each balancer sends traffic to; about 4.5 h until the cause was known, 23 h 41 min in "
      "all. Google Cloud load balancers, 21 September 2023: some configurations were overwritten "
      "with empty ones, noticed after 5 h 21 min. Slack, 12 May 2020: server slots held stale "
      "servers, and the alert for exactly this was broken.";
  doc.params = {role_param("servers", "the servers that are removed", "last")};
  return doc;
}

Result<std::vector<std::size_t>> removed_servers(const Args& args, std::size_t pool_size) {
  auto servers = servers_of(doc(), args, "servers", pool_size);
  if (servers && servers->size() == pool_size) {
    return usage_error("parameter \"servers\" of server-removed names the whole pool",
                       "at least one server must be left, or the balancer has no pool");
  }
  return servers;
}

Shown server_removed_witness(const Args& args, const Observed& seen) {
  Shown shown;
  const auto servers = removed_servers(args, seen.before.servers.size());
  if (!servers) return shown;
  const auto shares = shares_of(seen.logins.since, seen.before.servers.size());
  bool all = true;
  for (const std::size_t i : *servers) {
    const std::string& name = seen.before.servers[i].name;
    const auto* server = find_server(seen.now, name);
    const bool out = server == nullptr || server->status.starts_with("MAINT");
    shown.evidence.push_back(server == nullptr
                                 ? fmt::format("the balancer knows no server {} any more", name)
                                 : fmt::format("{} is {} by the balancer", name, server->status));
    all = all && out && shares[i] <= kStragglers;
  }
  shown.evidence.push_back(fmt::format("the balancer has {} servers (before: {})",
                                       seen.now.servers.size(), seen.before.servers.size()));
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(seen.before, seen.logins, shown);
  shown.shown = all;
  return shown;
}

}  // namespace misfire
