#include "fault/shared/retry_storm.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  auto edits = set_line(config.model(), config.pool_section(), "retries", "",
                        std::to_string(retries_of(args)));
  if (!edits) return edits;
  auto reasons =
      set_line(config.model(), config.pool_section(), "retry-on", "", "all-retryable-errors");
  if (!reasons) return reasons;
  add(*edits, std::move(*reasons));
  return edits;
}

}  // namespace

Misconfiguration haproxy_retry_storm() {
  Misconfiguration fault;
  fault.doc = retry_storm_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = retry_storm_witness;
  return fault;
}

}  // namespace misfire
