#include "fault/shared/weights.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/weight_edits.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto weights = asked_weights(args, config.pool().size());
  if (!weights) return tl::unexpected(weights.error());
  return set_weights(config, *weights);
}

Result<RuntimeChange> runtime(const HaproxyConfig& config, const Args& args) {
  const auto weights = asked_weights(args, config.pool().size());
  if (!weights) return tl::unexpected(weights.error());
  return weights_at_run_time(config, *weights);
}

}  // namespace

Misconfiguration haproxy_weights() {
  Misconfiguration fault;
  fault.doc = weights_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = weights_witness;
  fault.runtime = of<HaproxyConfig, runtime>;
  return fault;
}

}  // namespace misfire
