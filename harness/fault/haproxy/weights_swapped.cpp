#include "fault/shared/weights_swapped.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/weight_edits.hpp"

namespace misfire {
namespace {

Result<Weights> weights_of(const HaproxyConfig& config, const Args& args) {
  const auto servers = swapped_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  std::vector<int> weights;
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    weights.push_back(written_weight(config, i));
  }
  return swapped_weights(*servers, weights);
}

Result<RuntimeChange> runtime(const HaproxyConfig& config, const Args& args) {
  const auto weights = weights_of(config, args);
  if (!weights) return tl::unexpected(weights.error());
  return weights_at_run_time(config, *weights);
}

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto weights = weights_of(config, args);
  if (!weights) return tl::unexpected(weights.error());
  return set_weights(config, *weights);
}

}  // namespace

Misconfiguration haproxy_weights_swapped() {
  Misconfiguration fault;
  fault.doc = weights_swapped_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = weights_swapped_witness;
  fault.runtime = of<HaproxyConfig, runtime>;
  return fault;
}

}  // namespace misfire
