#include "replay/rule_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "monitor/promql_selector.hpp"
#include "monitor/rule_dependencies.hpp"

namespace misfire {
namespace {

Error circle(const ReadRule& reader, const ReadRule& maker) {
  return {ErrorCode::usage,
          &maker == &reader
              ? fmt::format("{} reads what it makes itself", reader.rule.name)
              : fmt::format("{} reads {}, which depends on it", reader.rule.name, maker.rule.name),
          "a replay evaluates one rule after the other and cannot follow such a circle",
          reader.rule.where};
}

}  // namespace

std::vector<std::string> metrics_of(const ScaledPromql& scaled) {
  std::vector<std::string> metrics;
  for (const ScaledPromql::Selector& selector : scaled.selectors) {
    std::string metric = metric_named(selector.text);
    if (std::find(metrics.begin(), metrics.end(), metric) == metrics.end()) {
      metrics.push_back(std::move(metric));
    }
  }
  return metrics;
}

Result<std::vector<RuleTurn>> rule_order(const ReplayRules& rules) {
  std::vector<RuleTurn> turns;
  std::vector<const ReadRule*> reads;
  for (std::size_t g = 0; g < rules.groups.size(); ++g) {
    for (std::size_t r = 0; r < rules.groups[g].rules.size(); ++r) {
      turns.push_back({g, r});
      reads.push_back(&rules.groups[g].rules[r].read);
    }
  }
  const auto depend = rule_dependencies(reads);
  if (!depend) return tl::unexpected(depend.error());
  if (depend->circle) {
    return tl::unexpected(circle(*reads[depend->circle->reader], *reads[depend->circle->maker]));
  }
  // Of each selector's makers, the last one in each group.
  std::vector<std::map<std::size_t, std::size_t>> last(depend->selectors.size());
  for (std::size_t s = 0; s < last.size(); ++s) {
    for (const std::size_t maker : depend->selectors[s].makers) {
      turns[maker].is_read = true;
      last[s][turns[maker].group] = turns[maker].rule;  // they ascend
    }
  }
  std::vector<RuleTurn> ordered;
  for (const auto& [is_rule, index] : depend->order) {
    if (!is_rule) continue;
    RuleTurn& turn = turns[index];
    for (const std::size_t selector : depend->of_rule[index]) {
      const auto own = last[selector].find(turn.group);
      turn.reads_ahead =
          turn.reads_ahead || (own != last[selector].end() && own->second > turn.rule);
    }
    ordered.push_back(turn);
  }
  return ordered;
}

}  // namespace misfire
