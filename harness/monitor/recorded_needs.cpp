#include "monitor/recorded_needs.hpp"

#include <map>
#include <optional>

#include "monitor/promql_needs.hpp"
#include "monitor/promql_shape.hpp"

namespace misfire {
namespace {

constexpr int kLongestChain = 10;

/// What each recorded metric needs; several rules may record one.
std::map<std::string, Needs> needs_of_recordings(const std::vector<ReadRule>& rules) {
  std::map<std::string, Needs> recorded;
  for (const ReadRule& read : rules) {
    if (!read.records) continue;
    const auto [known, fresh] = recorded.try_emplace(read.rule.name, read.rule.needs);
    if (!fresh) known->second = needs_of_either(known->second, read.rule.needs);
  }
  return recorded;
}

/// Nothing in it is recorded.
std::optional<Needs> expanded(const Needs& needs, const std::map<std::string, Needs>& recorded) {
  bool any = false;
  Needs all;
  for (const auto& group : needs) {
    std::optional<Needs> of_group;
    for (const std::string& selector : group) {
      const auto found = recorded.find(metric_of(selector));
      any = any || found != recorded.end();
      const Needs own = found == recorded.end() ? Needs{{selector}} : found->second;
      of_group = of_group ? needs_of_either(*of_group, own) : own;
    }
    if (of_group) all = needs_of_both(std::move(all), *of_group);
  }
  return any ? std::optional(std::move(all)) : std::nullopt;
}

}  // namespace

void resolve_needs(std::vector<ReadRule>& rules) {
  const auto recorded = needs_of_recordings(rules);
  for (ReadRule& read : rules) {
    if (read.records) continue;
    for (int i = 0; i < kLongestChain; ++i) {
      auto needs = expanded(read.rule.needs, recorded);
      if (!needs) break;
      read.rule.needs = std::move(*needs);
      // A circle, or a chain beyond what people write: nothing is claimed.
      if (i == kLongestChain - 1) read.rule.needs.clear();
    }
  }
}

}  // namespace misfire
