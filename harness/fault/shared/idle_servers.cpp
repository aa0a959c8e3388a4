#include "fault/shared/idle_servers.hpp"

#include <fmt/format.h>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

constexpr double kStragglers = 0.05;  // on connections that a former worker still serves

std::string words(const LiveState::Server& server) {
  return fmt::format("{}{} with weight {} at {}", server.status,
                     server.admin.empty() ? "" : fmt::format(" ({})", server.admin), server.weight,
                     address_of(server));
}

}  // namespace

Result<std::vector<std::size_t>> some_servers(const FaultDoc& doc, const Args& args,
                                              const std::string& param, std::size_t pool_size) {
  auto servers = servers_of(doc, args, param, pool_size);
  if (!servers || servers->size() < pool_size) return servers;
  return usage_error(fmt::format("parameter \"{}\" of {} names the whole pool", param, doc.name),
                     "at least one server must be left for the logins");
}

Shown idle_servers_shown(const std::vector<std::size_t>& servers, const Observed& seen,
                         const ServerTest& is_out) {
  Shown shown;
  const auto shares = shares_of(seen.logins.since, seen.before.servers.size());
  bool any = false, all = true;
  for (const std::size_t i : servers) {
    const LiveState::Server& before = seen.before.servers[i];
    const auto* now = find_server(seen.now, before.name);
    if (now == nullptr) continue;  // another fault removed it
    shown.evidence.push_back(fmt::format("{} is {} by the balancer (before: {})", before.name,
                                         words(*now), words(before)));
    any = true;
    all = all && is_out(*now) && !is_out(before) && shares[i] <= kStragglers;
  }
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(seen.before, seen.logins, shown);
  shown.shown = any && all;
  return shown;
}

std::string address_of(const LiveState::Server& server) {
  return fmt::format("{}:{}", server.address, server.port);
}

}  // namespace misfire
