#include "fault/shared/server_twice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/shared/idle_servers.hpp"
#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = server_twice_doc();
  return made;
}

/// What each server of the pool before is to get by the weights of all that have its address.
std::vector<double> weight_shares(const LiveState& before, const LiveState& now) {
  std::vector<double> weights;
  for (const LiveState::Server& server : before.servers) {
    double weight = 0;
    for (const LiveState::Server& one : now.servers) {
      if (address_of(one) == address_of(server)) weight += one.weight;
    }
    weights.push_back(weight);
  }
  return shares(weights);
}

}  // namespace

FaultDoc server_twice_doc() {
  FaultDoc doc;
  doc.name = "server-twice";
  doc.title = "A server listed twice";
  doc.about =
      "One server stands in the configuration twice, under two names: it gets twice its "
      "share of the logins, and the balancer, which knows them as two, shows the same load "
      "for every name. Only the server's own figures tell.";
  doc.incident =
      "Doubled directives are a family of their own among the mistakes that ConfErr (DSN "
      "2008) injects. GitLab, 2023: balancer nodes that stood in the pool with more than "
      "their share got about half of the traffic.";
  doc.params = {role_param("server", "the one server that is listed again", "first")};
  return doc;
}

Result<std::size_t> doubled_server(const Args& args, std::size_t pool_size) {
  const auto servers = servers_of(doc(), args, "server", pool_size);
  if (!servers) return tl::unexpected(servers.error());
  if (servers->size() == 1) return servers->front();
  return usage_error("parameter \"server\" of server-twice must name one server",
                     "first, last or an index");
}

std::string suffix_of_double(const Config& config, std::size_t server) {
  const auto& pool = config.pool();
  for (int n = 2;; ++n) {
    const std::string suffix = fmt::format("-{}", n);
    const std::string name = pool.at(server).name + suffix;
    const bool taken = std::any_of(pool.begin(), pool.end(),
                                   [&](const PoolServer& other) { return other.name == name; });
    if (!taken) return suffix;
  }
}

Shown server_twice_witness(const Args& args, const Observed& seen) {
  Shown shown;
  const auto server = doubled_server(args, seen.before.servers.size());
  if (!server) return shown;
  const LiveState::Server& original = seen.before.servers[*server];
  std::int64_t before = 0, now = 0;
  for (const auto& [state, count] : {std::pair(&seen.before, &before), {&seen.now, &now}}) {
    *count = std::count_if(state->servers.begin(), state->servers.end(), [&](const auto& one) {
      return address_of(one) == address_of(original);
    });
  }
  shown.evidence.push_back(
      fmt::format("{} of the pool's {} servers are at {}, the address of {} (before: {} of {})",
                  now, seen.now.servers.size(), address_of(original), original.name, before,
                  seen.before.servers.size()));
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(seen.before, seen.logins, shown);
  shown.shown = now > before && logins_moved(weight_shares(seen.before, seen.before),
                                             weight_shares(seen.before, seen.now), seen.logins);
  return shown;
}

}  // namespace misfire
