#include "fault/shared/retries_off.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  auto edits = set_line(config.model(), config.pool_section(), "retries", "", "0");
  if (!edits) return edits;
  auto redispatch = redispatch_off(config);
  if (!redispatch) return redispatch;
  add(*edits, std::move(*redispatch));
  return edits;
}

}  // namespace

Misconfiguration haproxy_retries_off() {
  Misconfiguration fault;
  fault.doc = retries_off_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = retries_off_witness;
  return fault;
}

}  // namespace misfire
