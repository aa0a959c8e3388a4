#include "fault/shared/frontend_limit.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"
#include "fault/shared/evidence.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_login_line(config, "maxconn", "", std::to_string(entry_connections(args)));
}

Shown witness(const Args& args, const Observed& seen) {
  return limit_witness(seen, "connections of ", entry_connections(args));
}

}  // namespace

Misconfiguration haproxy_frontend_limit() {
  Misconfiguration fault;
  fault.doc = frontend_limit_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
