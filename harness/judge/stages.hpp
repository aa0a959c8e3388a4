// The way of one alert from the fault to its receiver, in order. Pure.
#pragma once

#include <functional>

#include "judge/evidence.hpp"

namespace misfire {

/// The first time that somebody was really reached: at a receiver of `team`, or anywhere.
const Arrival* first_arrival(const AlertTrack&, const MonitoringFacts&,
                             const std::optional<std::string>& team, Instant not_before);

/// The first notification that fulfils an alert or blame expectation, its limit aside.
struct Hit {
  const AlertTrack* track = nullptr;
  const Arrival* arrival = nullptr;
};
/// Of the alerts for which `counts` holds as well; nothing when there is none.
std::optional<Hit> first_hit(const Evidence&, const std::vector<AlertTrack>&, const Wanted&,
                             const std::function<bool(const AlertTrack&)>& counts);

/// Stages in order: fault ≤ effect ≤ pending ≤ firing ≤ sent ≤ notified. A harm that showed only
/// after the alert went pending is none of its stages, and is left out.
Stages stages_of(const AlertTrack&, Instant fault, std::optional<Instant> harm,
                 std::optional<Instant> notified);

/// How far an alert came, on its way to the team.
enum class Progress {
  none,       ///< never pending
  pending,    ///< never fired
  fired,      ///< Prometheus sent nothing
  sent,       ///< nothing was flushed to anybody
  elsewhere,  ///< went to other receivers than the team's
  flushed,    ///< to the team's receiver, where nothing arrived
  late,       ///< reached the team's receiver (after the limit, or the expectation would be met)
};
Progress progress_of(const AlertTrack&, const MonitoringFacts&,
                     const std::optional<std::string>& team);

}  // namespace misfire
