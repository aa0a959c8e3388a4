#include "fault/haproxy/weight_edits.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"

namespace misfire {
namespace {

constexpr int kDefault = 1;  // HAProxy's, of a server whose weight nobody wrote

/// The last line of that keyword which counts for the pool: its own, or that of the defaults above
/// it; null: none does.
Result<const HaproxyLine*> in_force(const HaproxyConfig& config, const std::string& keyword) {
  std::vector<const HaproxySection*> sections{&config.pool_section()};
  for (const HaproxySection* defaults : config.model().defaults_of(config.pool_section())) {
    sections.push_back(defaults);
  }
  for (const HaproxySection* section : sections) {
    const auto lines = certain_lines(config.model(), *section, keyword);
    if (!lines) return tl::unexpected(lines.error());
    if (!lines->empty()) return lines->back();
  }
  return nullptr;
}

/// Error: the pool's algorithm takes weights at its start only ("Backend is using a static LB
/// algorithm"). Of the algorithms that hash, those with a consistent hash take them at any time.
Result<void> weights_can_change(const HaproxyConfig& config) {
  const auto balance = in_force(config, "balance"), hash = in_force(config, "hash-type");
  if (!balance) return tl::unexpected(balance.error());
  if (!hash) return tl::unexpected(hash.error());
  const std::string algorithm = *balance == nullptr ? "roundrobin" : (*balance)->word(1);
  const bool consistent = *hash != nullptr && (*hash)->word(1) == "consistent";
  const bool dynamic = algorithm == "roundrobin" || algorithm == "leastconn" ||
                       algorithm == "first" || algorithm.starts_with("random");
  if (dynamic || (consistent && algorithm != "static-rr")) return {};
  return usage_error(
      fmt::format("balance {}{} takes weights at its start only, not at run time", algorithm,
                  algorithm == "static-rr" ? "" : " without hash-type consistent"),
      "leave out via, or write via = \"reload\"");
}

}  // namespace

int written_weight(const HaproxyConfig& config, std::size_t server) {
  return number_of(settings_of(config, server).value("weight")).value_or(kDefault);
}

Result<Edits> set_weights(const HaproxyConfig& config, const Weights& weights) {
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  Edits edits;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i]) add(edits, config.set_param(i, "weight", std::to_string(*weights[i])));
  }
  return edits;
}

Result<RuntimeChange> weights_at_run_time(const HaproxyConfig& config, const Weights& weights) {
  if (auto can = weights_can_change(config); !can) return tl::unexpected(can.error());
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  RuntimeChange change;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!weights[i]) continue;
    const auto command = [&](int weight) {
      return fmt::format("set server {} weight {}", server_path(config, i), weight);
    };
    change.inject.push_back(command(*weights[i]));
    change.revert.push_back(command(written_weight(config, i)));
  }
  return change;
}

}  // namespace misfire
