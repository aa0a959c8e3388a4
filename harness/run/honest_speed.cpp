#include "run/honest_speed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "judge/match.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

// Up to here, times to notify were within a tenth of those of real time (docs/fidelity.md).
const SpeedCap kMeasured{40, "at higher ones, times to notify differ from those of real time"};

constexpr Duration kSteadyEvaluation = std::chrono::milliseconds(200);

bool decides(const Plan& plan, const AlertRule& rule) {
  const MonitoringFacts& facts = plan.monitoring;
  const Scenario& scenario = plan.scenario;
  const auto any = [&](const auto& expectations, const auto& could) {
    return std::any_of(expectations.begin(), expectations.end(), could);
  };
  return any(scenario.alerts, [&](const auto& e) { return wanted(facts, e).could_match(rule); }) ||
         (scenario.blame && wanted(facts, *scenario.blame).could_match(rule)) ||
         any(scenario.quiet, [&](const auto& e) { return could_break(facts, e, rule); });
}

}  // namespace

Checked<SpeedCap> honest_speed(const Inputs& in) {
  const auto address = [](const std::string&, int port) { return nominal_address(port); };
  // There, whatever has a floor stands on it and says how fast it could go.
  const auto prepared = prepare(in, address, kFastestSpeed);
  if (!prepared) return tl::unexpected(prepared.error());
  const Plan& plan = prepared->plan;
  std::vector<SpeedCap> caps = prepared->speed_caps;
  for (const AlertRule& rule : plan.monitoring.rules) {
    caps.push_back(
        {rule.interval.seconds() / to_seconds(kSteadyEvaluation),
         fmt::format("{} is evaluated every {}", rule.name, format_duration(rule.interval))});
    if (rule.compressible == Compressible::no && decides(plan, rule)) {
      caps.push_back({1, fmt::format("{} does not scale: {}", rule.name, rule.why)});
    }
  }
  return highest_speed(caps, kMeasured);
}

}  // namespace misfire
