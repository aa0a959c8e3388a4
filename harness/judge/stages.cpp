#include "judge/stages.hpp"

#include <algorithm>

namespace misfire {

const Arrival* first_arrival(const AlertTrack& track, const MonitoringFacts& facts,
                             const std::optional<std::string>& team, Instant not_before) {
  for (const Arrival& arrival : track.arrivals) {
    if (arrival.observer || arrival.at < not_before) continue;
    if (!team || serves(facts, arrival.receiver, *team)) return &arrival;
  }
  return nullptr;
}

std::optional<Hit> first_hit(const Evidence& evidence, const std::vector<AlertTrack>& tracks,
                             const Wanted& wanted,
                             const std::function<bool(const AlertTrack&)>& counts) {
  const auto fault = evidence.fault();
  if (!fault) return {};
  // What came before a named fault cannot be about it; what came before the effect can.
  Instant not_before = *fault;
  if (!wanted.within.from.empty() && wanted.within.from != "effect") {
    not_before = evidence.injected(wanted.within.from).value_or(Instant::max());
  }
  std::optional<Hit> first;
  for (const AlertTrack& track : tracks) {
    if (!wanted.matches(track.labels) || !counts(track)) continue;
    const Arrival* arrival =
        first_arrival(track, evidence.plan().monitoring, wanted.team, not_before);
    if (arrival && (!first || arrival->at < first->arrival->at)) first = Hit{&track, arrival};
  }
  return first;
}

Stages stages_of(const AlertTrack& track, Instant fault, std::optional<Instant> harm,
                 std::optional<Instant> notified) {
  Stages stages;
  stages.fault = fault;
  stages.pending = track.pending;
  stages.firing = track.firing;
  stages.sent = track.sent;
  stages.notified = notified;
  for (const auto& next : {stages.pending, stages.firing, stages.sent, stages.notified}) {
    if (!next) continue;
    if (harm && *harm <= *next) stages.effect = harm;
    break;
  }
  return stages;
}

Progress progress_of(const AlertTrack& track, const MonitoringFacts& facts,
                     const std::optional<std::string>& team) {
  Progress progress = Progress::none;
  if (track.pending) progress = Progress::pending;
  if (track.firing) progress = Progress::fired;
  if (track.sent) progress = Progress::sent;
  for (const Arrival& arrival : track.arrivals) {
    Progress reached = Progress::elsewhere;
    if (!team || serves(facts, arrival.receiver, *team)) {
      reached = arrival.observer ? Progress::flushed : Progress::late;
    }
    progress = std::max(progress, reached);
  }
  return progress;
}

}  // namespace misfire
