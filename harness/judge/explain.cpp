#include "judge/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/duration.hpp"
#include "judge/silent.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

std::vector<const AlertRule*> candidates(const MonitoringFacts& facts, const Wanted& wanted) {
  std::vector<const AlertRule*> rules;
  for (const AlertRule& rule : facts.rules) {
    if (wanted.could_match(rule)) rules.push_back(&rule);
  }
  return rules;
}

/// Why: rules that had nothing to read.
std::string without_series(const Evidence& evidence, const std::set<std::string>& names) {
  std::string text;
  for (const SilentAlert& silent :
       silent_alerts(evidence.plan().monitoring, evidence.no_series())) {
    if (names.contains(silent.alert)) text += "; " + silent.text;
  }
  return text;
}

/// Nothing of what could match went pending.
std::string never_pending(const Evidence& evidence, const Wanted& wanted) {
  const auto rules = candidates(evidence.plan().monitoring, wanted);
  std::set<std::string> unique;
  for (const AlertRule* rule : rules) unique.insert(rule->name);
  if (unique.empty()) return wanted.no_rule;
  const std::vector<std::string> names(unique.begin(), unique.end());
  if (names.size() == 1) {
    return fmt::format("{} never crossed its threshold (never pending){}", ticked(names.front()),
                       without_series(evidence, unique));
  }
  return fmt::format("none of {} crossed its threshold (never pending){}", ticked_list(names),
                     without_series(evidence, unique));
}

std::string stayed_pending(const Evidence& evidence, const AlertTrack& track) {
  const auto rules = rules_of(evidence.plan().monitoring, track.labels);
  std::string hold;
  if (!rules.empty()) hold = fmt::format(" (`for` is {})", human_duration(rules.front()->hold));
  return fmt::format("{} went pending after {} and stayed pending{}{}", ticked(track.name),
                     span_text(*evidence.fault(), *track.pending, evidence.plan().speed), hold,
                     track.lapsed ? "; then it was over" : "");
}

/// Sent to Alertmanager, but flushed to nobody.
std::string not_notified(const Evidence& evidence, const AlertTrack& track) {
  const MonitoringFacts& facts = evidence.plan().monitoring;
  const double speed = evidence.plan().speed;
  const ModelDuration wait = std::max(facts.longest_group_wait, facts.longest_group_interval);
  const auto end = evidence.observed_until();
  const std::string name = ticked(track.name);
  const std::string when = span_text(*evidence.fault(), *track.sent, speed);
  if (end && *end - *track.sent < to_wall(wait, speed)) {
    return fmt::format(
        "{} fired and was sent to Alertmanager after {}, but when the observation ended it could "
        "still be waiting for its group (group_wait up to {}, group_interval up to {})",
        name, when, human_duration(facts.longest_group_wait),
        human_duration(facts.longest_group_interval));
  }
  return fmt::format(
      "{} fired and was sent to Alertmanager after {}, but nobody was notified: it was inhibited "
      "or "
      "muted, or its route leads nowhere",
      name, when);
}

std::string went_elsewhere(const AlertTrack& track, const Wanted& wanted) {
  std::vector<std::string> names;
  for (const Arrival& arrival : track.arrivals) {
    if (std::find(names.begin(), names.end(), arrival.receiver) == names.end()) {
      names.push_back(arrival.receiver);
    }
  }
  return fmt::format("{} fired, but went to {}, not to team {}", ticked(track.name),
                     ticked_list(names), wanted.team.value_or(""));
}

/// The first delivery that failed to a receiver that was to be told, and that may have carried it.
/// It leaves no trace but Alertmanager's log, save where flushes are observed.
const DeliveryFailed* failed_delivery(const Evidence& evidence, const AlertTrack& track,
                                      const Wanted& wanted) {
  // The observer of a flush and the integration that fails are told side by side.
  constexpr Duration kSlack = std::chrono::seconds(2);
  const MonitoringFacts& facts = evidence.plan().monitoring;
  for (const auto& [at, failure] : evidence.delivery_failures()) {
    if (at < *evidence.fault()) continue;
    if (wanted.team && !serves(facts, failure.receiver, *wanted.team)) continue;
    const bool flushed = std::any_of(
        track.arrivals.begin(), track.arrivals.end(),
        [&, when = at, &to = failure.receiver](const Arrival& arrival) {
          return arrival.observer && arrival.receiver == to && arrival.at <= when + kSlack;
        });
    if (flushed || !facts.observers.contains(failure.receiver)) return &failure;
  }
  return nullptr;
}

/// Alertmanager flushed it to the right receiver; what became of it?
std::string lost_on_the_way(const Evidence& evidence, const AlertTrack& track,
                            const Wanted& wanted) {
  const MonitoringFacts& facts = evidence.plan().monitoring;
  const auto ours = [&](const std::string& receiver) {
    return !wanted.team || serves(facts, receiver, *wanted.team);
  };
  if (const DeliveryFailed* failure = failed_delivery(evidence, track, wanted)) {
    return fmt::format("{} was flushed to {}, but {} failed at stage {}: {}", ticked(track.name),
                       ticked(failure->receiver), failure->integration, failure->stage,
                       failure->error);
  }
  std::string receiver;
  for (const Arrival& arrival : track.arrivals) {
    if (ours(arrival.receiver)) receiver = arrival.receiver;
  }
  return fmt::format("{} was flushed to {}, but no notification arrived there", ticked(track.name),
                     ticked(receiver));
}

std::string too_late(const Evidence& evidence, const AlertTrack& track, const Wanted& wanted) {
  const MonitoringFacts& facts = evidence.plan().monitoring;
  const Arrival* arrival = first_arrival(track, facts, wanted.team, *evidence.fault());
  const auto base = evidence.base(wanted.within);
  if (!arrival || !base) return ticked(track.name) + " was not notified";
  return fmt::format("{} was notified too late: after {}, limit {}", ticked(track.name),
                     span_text(*base, arrival->at, evidence.plan().speed),
                     human_duration(wanted.within.limit));
}

}  // namespace

const AlertTrack* furthest(const std::vector<AlertTrack>& tracks, const Wanted& wanted,
                           const MonitoringFacts& facts) {
  const AlertTrack* best = nullptr;
  Progress best_progress = Progress::none;
  const auto key = [](const AlertTrack& track) {
    return track.arrivals.empty()
               ? track.sent.value_or(track.firing.value_or(track.pending.value_or(Instant::max())))
               : track.arrivals.front().at;
  };
  for (const AlertTrack& track : tracks) {
    if (!wanted.matches(track.labels)) continue;
    const Progress progress = progress_of(track, facts, wanted.team);
    if (!best || progress > best_progress ||
        (progress == best_progress && key(track) < key(*best))) {
      best = &track;
      best_progress = progress;
    }
  }
  return best;
}

std::string explain_missed(const Evidence& evidence, const Wanted& wanted) {
  const MonitoringFacts& facts = evidence.plan().monitoring;
  const std::vector<AlertTrack> tracks = evidence.tracks();
  const AlertTrack* track = furthest(tracks, wanted, facts);
  if (track == nullptr) return never_pending(evidence, wanted);
  Progress progress = progress_of(*track, facts, wanted.team);
  if (progress == Progress::sent && failed_delivery(evidence, *track, wanted) != nullptr) {
    progress = Progress::flushed;
  }
  switch (progress) {
    case Progress::none:
      return never_pending(evidence, wanted);
    case Progress::pending:
      return stayed_pending(evidence, *track);
    case Progress::fired:
      return fmt::format("{} fired after {}, but was not sent to Alertmanager", ticked(track->name),
                         span_text(*evidence.fault(), *track->firing, evidence.plan().speed));
    case Progress::sent:
      return not_notified(evidence, *track);
    case Progress::elsewhere:
      return went_elsewhere(*track, wanted);
    case Progress::flushed:
      return lost_on_the_way(evidence, *track, wanted);
    case Progress::late:
      return too_late(evidence, *track, wanted);
  }
  return {};
}

}  // namespace misfire
