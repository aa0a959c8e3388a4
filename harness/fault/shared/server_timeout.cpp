#include "fault/shared/server_timeout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

constexpr int kGatewayTimeout = 504;
// A limit that some logins keep is short, too; fewer may be a busy backend's.
constexpr double kLeastShare = 0.2;

const FaultDoc& doc() {
  static const FaultDoc made = server_timeout_doc();
  return made;
}

}  // namespace

FaultDoc server_timeout_doc() {
  FaultDoc doc;
  doc.name = "server-timeout";
  doc.title = "Time limit for answers far too short";
  doc.about =
      "The balancer gives up on a server before the server can have answered, as when a unit was "
      "mistaken: seconds that are read as milliseconds. The servers do all the work and count "
      "every login as a success; the users get 504 from the balancer, which HAProxy counts on its "
      "frontend and its pool, and on no server. nginx holds each against the server, and says 502 "
      "as well when none is left to ask. A time that is shorter than twice the longest wait for a "
      "login is real time at every speed, as logins are; a longer one is scaled as the user's own "
      "is, but not below that.";
  doc.incident =
      "Of the real misconfigurations studied at SOSP 2011, 70.0 to 85.5 % were mistakes in "
      "parameters, and most of the values were legal. HAProxy reads a time without a unit as "
      "milliseconds. A timeout of 8 ms instead of 5 s let no login succeed in a measurement of "
      "this "
      "project.";
  doc.params = {integer_param("milliseconds", "how long a server may take", 5, 1, 10'000)};
  return doc;
}

std::int64_t timeout_ms(const Args& args) {
  return integer_of(doc(), args, "milliseconds");
}

Shown server_timeout_witness(const Args&, const Observed& seen) {
  Shown shown;
  if (!enough_logins(seen.logins, shown)) return shown;
  const double now = share_of_status(seen.logins.since, kGatewayTimeout);
  const double before = share_of_status(seen.logins.before, kGatewayTimeout);
  const auto down = std::count_if(
      seen.now.servers.begin(), seen.now.servers.end(),
      [](const LiveState::Server& server) { return server.status.starts_with("DOWN"); });
  shown.evidence.push_back(
      fmt::format("{} of the logins were answered with {} (before: {}); {} down", share_text(now),
                  kGatewayTimeout, share_text(before),
                  down == 0   ? "no server is"
                  : down == 1 ? "one server is"
                              : fmt::format("{} servers are", down)));
  shown.shown = now - before >= kLeastShare;
  return shown;
}

}  // namespace misfire
