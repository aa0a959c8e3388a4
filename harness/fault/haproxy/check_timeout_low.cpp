#include "fault/shared/check_timeout_low.hpp"

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  return set_check_timeout(config, check_limit_ms(args));
}

}  // namespace

Misconfiguration haproxy_check_timeout_low() {
  Misconfiguration fault;
  fault.doc = check_timeout_low_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_timeout_low_witness;
  return fault;
}

}  // namespace misfire
