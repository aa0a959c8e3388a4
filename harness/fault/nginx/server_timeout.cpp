#include "fault/shared/server_timeout.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"
#include "fault/shared/logins.hpp"

namespace misfire {
namespace {

constexpr int kGatewayTimeout = 504, kNoServer = 502;
// A limit that some logins keep is short, too; fewer may be a busy backend's.
constexpr double kLeastShare = 0.2;

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  return set_where_passed(config, "_read_timeout", fmt::format("{}ms", timeout_ms(args)));
}

/// nginx counts each time-out against the server: soon it has none left and says 502, until one of
/// them may try again.
Shown witness(const Args&, const Observed& seen) {
  Shown shown;
  if (!enough_logins(seen.logins, shown)) return shown;
  const auto share = [](const LoginCounts& logins, int status) {
    return share_of_status(logins, status);
  };
  const double late = share(seen.logins.since, kGatewayTimeout);
  const double refused = share(seen.logins.since, kNoServer);
  const double before =
      share(seen.logins.before, kGatewayTimeout) + share(seen.logins.before, kNoServer);
  shown.evidence.push_back(fmt::format(
      "{:.0f} % of the logins were answered with {} and {:.0f} % with {}, when no server was left "
      "to ask (before: {:.0f} % in all); every server is alive",
      100 * late, kGatewayTimeout, 100 * refused, kNoServer, 100 * before));
  shown.shown = late > 0 && late + refused - before >= kLeastShare;
  return shown;
}

}  // namespace

Misconfiguration nginx_server_timeout() {
  Misconfiguration fault;
  fault.doc = server_timeout_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
