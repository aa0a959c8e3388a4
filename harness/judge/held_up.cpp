#include "judge/held_up.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "judge/facts_of.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

// Of the time of a stretch. A backend's queue outlasts a short wait; what does not fit in there
// while a long one lasts is refused. In February's outage, where one backend of three gets more
// than it can serve, so much fails another 2.5 % of the logins at most: half of what is left of 30
// % until the impact is out of its range.
constexpr double kHeldShare = 0.05;
constexpr double kShortest = 5;  // seconds: one hiccup in a shorter stretch is no pace

struct Stretch {
  std::string when;
  Instant from, to;
};

std::vector<Stretch> stretches(const Evidence& evidence, Instant last) {
  const auto baseline = evidence.phase(Phase::baseline);
  if (!baseline) return {};
  const Instant end = evidence.observed_until().value_or(last);
  const Instant fault = std::min(evidence.fault().value_or(end), end);
  const Instant reverted = std::min(evidence.reverted().value_or(end), end);
  return {{"before the fault", *baseline, fault},
          {"while the fault lasted", fault, reverted},
          {"after the fault", reverted, end}};
}

}  // namespace

std::vector<std::string> held_up(const Evidence& evidence, const History& history) {
  std::vector<std::string> reasons;
  const auto ticks = facts_of<ProcessorTick>(history);
  if (ticks.empty()) return reasons;
  for (const Stretch& stretch : stretches(evidence, ticks.back().at)) {
    std::map<std::string, double> held;
    for (const auto& [at, tick] : ticks) {
      if (at <= stretch.from || at > stretch.to) continue;
      for (const auto& [part, ms] : tick.held_ms) held[part] += static_cast<double>(ms) / 1000;
    }
    const double lasted = to_seconds(stretch.to - stretch.from);
    std::string parts;
    for (const auto& [part, seconds] : held) {
      if (seconds <= kHeldShare * std::max(lasted, kShortest)) continue;
      parts +=
          fmt::format("{} for {} in {:.1f} s", parts.empty() ? "" : ",", ticked(part), seconds);
    }
    if (parts.empty()) continue;
    reasons.push_back(fmt::format(
        "the machine could not keep the pace: of the {:.1f} s of wall time {} there was "
        "no processor{} (waits of {} ms and more)",
        lasted, stretch.when, parts, kLongWaitMs));
  }
  return reasons;
}

}  // namespace misfire
