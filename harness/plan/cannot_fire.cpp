#include "plan/cannot_fire.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "plan/budget.hpp"
#include "plan/routes.hpp"

namespace misfire {
namespace {

/// Functions that need two samples in their range (Prometheus, promql/functions.go).
bool needs_two(const std::string& function) {
  constexpr const char* kNames[] = {
      "rate",           "irate",        "increase",
      "delta",          "idelta",       "deriv",
      "predict_linear", "holt_winters", "double_exponential_smoothing"};
  return std::find(std::begin(kNames), std::end(kNames), function) != std::end(kNames);
}

/// Functions that have a value for one sample, but always 0.
bool compares_two(const std::string& function) {
  return function == "changes" || function == "resets";
}

std::string shown(const RangeUse& use) {
  return fmt::format("`{}({}[{}])`", use.function, use.selector, format_duration(use.range));
}

/// Two samples are S apart, so they lie within R always if R ≥ 2·S, and never if R < S; ranges are
/// left-open since Prometheus 3, and before it both ends would have to hit a sample exactly.
std::string too_few_samples(const RangeUse& use) {
  const bool at_least_zero = compares_two(use.function);
  if (!needs_two(use.function) && !(at_least_zero && use.above_zero)) return {};
  if (use.samples.value.count() == 0) return {};
  const auto range = use.range.value, apart = use.samples.value;
  if (range >= 2 * apart) return {};
  const std::string facts =
      fmt::format("{} needs two samples within {}, and they are {} apart", shown(use),
                  format_duration(use.range), format_duration(use.samples));
  const char* value = at_least_zero ? "a value above 0" : "a value";
  return range <= apart
             ? fmt::format("{}: it never has {}", facts, value)
             : fmt::format("{}: whether it has {} is luck of the scrape's phase", facts, value);
}

/// One increase is seen from the first sample after it until the last one before it leaves the
/// range: for R − S. It must be seen for E·⌈F/E⌉.
std::string over_before_it_fires(const MonitoringFacts& facts, const AlertRule& rule,
                                 const RangeUse& use) {
  if (!use.above_zero || use.samples.value.count() == 0 || use.range <= use.samples) return {};
  const ModelDuration seen = use.range - use.samples;
  if (budget_of(facts, rule).pending.latest <= seen) return {};
  return fmt::format(
      "{} sees a single event for {}, which is over before `for` {} is{}: only what "
      "keeps happening fires",
      shown(use), format_duration(seen), format_duration(rule.hold),
      rule.hold <= seen
          ? fmt::format(" at an evaluation, with {} between them", format_duration(rule.interval))
          : "");
}

/// The root of the tree takes whatever no route claims, so every alert reaches some receiver; but a
/// receiver without an integration tells nobody.
std::string reaches_nobody(const MonitoringFacts& facts, const AlertRule& rule) {
  const auto routes = routes_of(facts, rule);
  const auto& empty = facts.empty_receivers;
  const auto tells_nobody = [&](const Route* route) {
    return std::find(empty.begin(), empty.end(), route->receiver) != empty.end();
  };
  if (routes.empty() || !std::all_of(routes.begin(), routes.end(), tells_nobody)) return {};
  std::vector<std::string> names;
  for (const Route* route : routes) {
    const std::string name = "`" + route->receiver + "`";
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return fmt::format("its labels lead to {} only, which has no integration: nobody is notified",
                     fmt::join(names, " and "));
}

}  // namespace

std::vector<std::string> why_it_cannot(const MonitoringFacts& facts, const AlertRule& rule) {
  std::vector<std::string> reasons;
  const auto tell = [&](std::string reason) {
    if (reason.empty() || std::find(reasons.begin(), reasons.end(), reason) != reasons.end())
      return;
    reasons.push_back(std::move(reason));
  };
  for (const RangeUse& use : rule.ranges) tell(too_few_samples(use));
  for (const RangeUse& use : rule.ranges) tell(over_before_it_fires(facts, rule, use));
  tell(reaches_nobody(facts, rule));
  return reasons;
}

}  // namespace misfire
