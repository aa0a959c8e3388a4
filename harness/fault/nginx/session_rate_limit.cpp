#include "fault/shared/session_rate_limit.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"
#include "fault/shared/evidence.hpp"

namespace misfire {
namespace {

/// Without a status: what exceeds the rate waits for its turn, as many as may come.
Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const std::string zone = fresh_name(config, "all_sessions");
  Edits edits = add_where_passed(config, fmt::format("limit_req zone={} burst=100000;", zone));
  edits.push_back(add_directive(config.model(), config.http(),
                                fmt::format("limit_req_zone $server_port zone={}:32k rate={}r/s;",
                                            zone, sessions_per_second(args))));
  return edits;
}

Shown witness(const Args&, const Observed& seen) {
  constexpr double kLeastShare = 0.05;
  return status_witness(seen, {0}, kLeastShare);
}

}  // namespace

Misconfiguration nginx_session_rate_limit() {
  Misconfiguration fault;
  fault.doc = session_rate_limit_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
