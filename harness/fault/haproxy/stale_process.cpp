#include "fault/shared/stale_process.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  return Edits{add_line(config.model(), config.pool_section(), "option redispach")};
}

}  // namespace

Misconfiguration haproxy_stale_process() {
  Misconfiguration fault;
  fault.doc = stale_process_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = stale_process_witness;
  fault.refused = true;
  return fault;
}

}  // namespace misfire
