#include "fault/shared/server_wrong_address.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/shared/idle_servers.hpp"
#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = server_wrong_address_doc();
  return made;
}

constexpr int kNotFound = 404;
constexpr double kLeastShare = 0.05;

}  // namespace

FaultDoc server_wrong_address_doc() {
  FaultDoc doc;
  doc.name = "server-wrong-address";
  doc.title = "Servers at another service's address";
  doc.about =
      "The address of a server is that of another service, which is up, takes the connection "
      "and answers every login with 404. A balancer whose checks ask for a path of the "
      "service takes it out; one that has no such checks, as the open-source nginx, sends it "
      "its share of the logins, and no error of a server is counted, since 404 is a client's "
      "mistake.";
  doc.incident =
      "Chef Supermarket, 13 August 2015: traffic was moved to a cluster whose endpoint was "
      "broken, 248 min until it was noticed, 387 min in all. npm, 28 January 2014: requests "
      "went to a backend that was not meant.";
  doc.params = {role_param("servers", "the servers that lead to another service", "last")};
  return doc;
}

Result<std::vector<std::size_t>> misled_servers(const Args& args, std::size_t pool_size) {
  return some_servers(doc(), args, "servers", pool_size);
}

Shown server_wrong_address_witness(const Args& args, const Observed& seen) {
  const auto servers = misled_servers(args, seen.before.servers.size());
  if (!servers) return {};
  const double now = share_of_status(seen.logins.since, kNotFound);
  const double before = share_of_status(seen.logins.before, kNotFound);
  const auto at_others = [&](const LiveState::Server& server) {
    const bool known = std::any_of(
        seen.before.servers.begin(), seen.before.servers.end(),
        [&](const LiveState::Server& one) { return address_of(one) == address_of(server); });
    return !known && (server.check_code == kNotFound || now - before >= kLeastShare);
  };
  Shown shown = idle_servers_shown(*servers, seen, at_others);
  shown.evidence.push_back(fmt::format("{} of the logins were answered with {} (before: {})",
                                       share_text(now), kNotFound, share_text(before)));
  return shown;
}

}  // namespace misfire
