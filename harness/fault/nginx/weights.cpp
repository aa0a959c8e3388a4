#include "fault/shared/weights.hpp"

#include <fmt/format.h>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto weights = asked_weights(args, config.pool().size());
  if (!weights) return tl::unexpected(weights.error());
  Edits edits;
  for (std::size_t i = 0; i < weights->size(); ++i) {
    if ((*weights)[i]) add(edits, config.set_param(i, "weight", std::to_string(*(*weights)[i])));
  }
  return edits;
}

std::string cannot(const Args& args) {
  for (const auto& [role, value] : args) {
    const auto* weight = std::get_if<std::int64_t>(&value);
    if (weight != nullptr && *weight == 0) {
      return fmt::format("nginx has no weight 0 ({}): its weights begin at 1", role);
    }
  }
  return "";
}

}  // namespace

Misconfiguration nginx_weights() {
  Misconfiguration fault;
  fault.doc = weights_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<weights_witness>;
  fault.cannot = cannot;
  return fault;
}

}  // namespace misfire
