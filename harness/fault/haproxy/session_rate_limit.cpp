#include "fault/shared/session_rate_limit.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"
#include "fault/shared/evidence.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_login_line(config, "rate-limit", "sessions",
                        std::to_string(sessions_per_second(args)));
}

/// By the limit that the balancer tells: whether it hurts depends on how many come anew.
Shown witness(const Args& args, const Observed& seen) {
  return limit_witness(seen, "sessions a second of ", sessions_per_second(args));
}

}  // namespace

Misconfiguration haproxy_session_rate_limit() {
  Misconfiguration fault;
  fault.doc = session_rate_limit_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
