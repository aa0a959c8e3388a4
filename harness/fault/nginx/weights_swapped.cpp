#include "fault/shared/weights_swapped.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = swapped_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  std::vector<int> present;
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    present.push_back(server_number(config.server(i), "weight", 1));
  }
  const auto weights = swapped_weights(*servers, present);
  if (!weights) return tl::unexpected(weights.error());
  Edits edits;
  for (std::size_t i = 0; i < weights->size(); ++i) {
    if ((*weights)[i]) add(edits, config.set_param(i, "weight", std::to_string(*(*weights)[i])));
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_weights_swapped() {
  Misconfiguration fault;
  fault.doc = weights_swapped_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<weights_swapped_witness>;
  return fault;
}

}  // namespace misfire
