#include "fault/shared/one_server.hpp"

#include <fmt/format.h>

#include "fault/shared/logins.hpp"

namespace misfire {

Shown one_server_shown(const Observed& seen) {
  Shown shown;
  const bool ours = seen.now.configuration == seen.configuration;
  shown.evidence.push_back(
      fmt::format("the configuration that serves is {}the one with the fault", ours ? "" : "not "));
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(seen.before, seen.logins, shown);
  const std::size_t servers = seen.before.servers.size();
  shown.shown = ours && largest_share(seen.logins.since, servers) >= kNearlyAll &&
                largest_share(seen.logins.before, servers) < kNearlyAll;
  return shown;
}

}  // namespace misfire
