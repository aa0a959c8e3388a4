#include "fault/shared/weights.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

constexpr int kDefault = 1;  // HAProxy's, of a server whose weight nobody wrote

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto weights = asked_weights(args, config.pool().size());
  if (!weights) return tl::unexpected(weights.error());
  Edits edits;
  for (std::size_t i = 0; i < weights->size(); ++i) {
    if (!(*weights)[i]) continue;
    add(edits, config.set_param(i, "weight", std::to_string(*(*weights)[i])));
  }
  return edits;
}

Result<RuntimeChange> runtime(const HaproxyConfig& config, const Args& args) {
  const auto weights = asked_weights(args, config.pool().size());
  if (!weights) return tl::unexpected(weights.error());
  RuntimeChange change;
  for (std::size_t i = 0; i < weights->size(); ++i) {
    if (!(*weights)[i]) continue;
    const auto written = number_of(settings_of(config, i).value("weight"));
    const auto command = [&](int weight) {
      return fmt::format("set server {} weight {}", server_path(config, i), weight);
    };
    change.inject.push_back(command(*(*weights)[i]));
    change.revert.push_back(command(written.value_or(kDefault)));
  }
  return change;
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
