#include "fault/shared/redispatch_removed.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  return redispatch_off(config);
}

}  // namespace

Misconfiguration haproxy_redispatch_removed() {
  Misconfiguration fault;
  fault.doc = redispatch_removed_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = redispatch_removed_witness;
  return fault;
}

}  // namespace misfire
