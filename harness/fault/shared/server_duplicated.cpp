#include "fault/shared/server_duplicated.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

constexpr double kStragglers = 0.05;  // on connections that a former worker still serves

const FaultDoc& doc() {
  static const FaultDoc made = server_duplicated_doc();
  return made;
}

std::string address_of(const LiveState::Server* server) {
  return server == nullptr ? "" : fmt::format("{}:{}", server->address, server->port);
}

}  // namespace

FaultDoc server_duplicated_doc() {
  FaultDoc doc;
  doc.name = "server-duplicated";
  doc.title = "Several servers with one address";
  doc.about =
      "A line was copied and only its name was changed: several servers of the pool are one and "
      "the "
      "same backend. The balancer spreads the logins evenly and sees every server up; one backend "
      "gets them all. Only the backends' own figures show it.";
  doc.incident =
      "Copied and half-adapted directives are a family of their own among the mistakes that "
      "ConfErr "
      "(DSN 2008) injects. Chef Supermarket, 13 August 2015, is its relative: traffic was moved to "
      "a cluster whose endpoint was broken, and 248 min went by until somebody knew.";
  doc.params = {role_param("of", "the one server whose address is repeated", "first"),
                role_param("servers", "the servers that get its address", "others")};
  return doc;
}

Result<Duplicated> duplicated_servers(const Args& args, std::size_t pool_size) {
  const auto of = servers_of(doc(), args, "of", pool_size);
  if (!of) return tl::unexpected(of.error());
  const auto servers = servers_of(doc(), args, "servers", pool_size);
  if (!servers) return tl::unexpected(servers.error());
  if (of->size() != 1) {
    return usage_error("parameter \"of\" of server-duplicated must name one server",
                       "first, last or an index");
  }
  Duplicated found{of->front(), *servers};
  std::erase(found.copies, found.original);
  if (found.copies.empty()) {
    return usage_error(
        "parameter \"servers\" of server-duplicated names only the server whose address is "
        "repeated");
  }
  return found;
}

Shown server_duplicated_witness(const Args& args, const Observed& seen) {
  Shown shown;
  const auto servers = duplicated_servers(args, seen.before.servers.size());
  if (!servers) return shown;
  const auto shares = shares_of(seen.logins.since, seen.before.servers.size());
  const LiveState::Server& original = seen.before.servers[servers->original];
  const std::string address = address_of(&original);  // whatever other faults did to it since
  bool all = true;
  for (const std::size_t i : servers->copies) {
    const LiveState::Server& before = seen.before.servers[i];
    const std::string now = address_of(find_server(seen.now, before.name));
    shown.evidence.push_back(fmt::format("{} is at {} (before: {}); {} was at {}", before.name, now,
                                         address_of(&before), original.name, address));
    all = all && now == address && address_of(&before) != address && shares[i] <= kStragglers;
  }
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(seen.before, seen.logins, shown);
  shown.shown = all;
  return shown;
}

}  // namespace misfire
