#include "judge/evidence.hpp"

#include <algorithm>
#include <set>

namespace misfire {
namespace {

/// Inserts by time; equal times keep the order in which they were seen.
template <class T>
void insert(std::vector<T>& sorted, T item) {
  auto place = std::upper_bound(sorted.begin(), sorted.end(), item,
                                [](const T& a, const T& b) { return a.at < b.at; });
  sorted.insert(place, std::move(item));
}

AlertTrack& add_track(std::vector<AlertTrack>& tracks, const Labels& labels) {
  AlertTrack track;
  track.name = label(labels, "alertname");
  track.labels = labels;
  tracks.push_back(std::move(track));
  return tracks.back();
}

/// Of what Prometheus stored: one label set, one alert.
AlertTrack& stored_track(std::vector<AlertTrack>& tracks, const Labels& labels) {
  const auto found = std::find_if(tracks.begin(), tracks.end(),
                                  [&](const AlertTrack& track) { return track.labels == labels; });
  return found == tracks.end() ? add_track(tracks, labels) : *found;
}

/// Of what was sent, which may have external labels more, or relabelled ones less: of the alerts
/// that it may be, the one that it differs least from.
AlertTrack& sent_track(std::vector<AlertTrack>& tracks, const Labels& labels) {
  const auto lacks = [&](const AlertTrack& track) {
    return std::count_if(track.labels.begin(), track.labels.end(),
                         [&](const auto& entry) { return !labels.contains(entry.first); });
  };
  const auto shares = [&](const AlertTrack& track) {
    return static_cast<std::ptrdiff_t>(track.labels.size()) - lacks(track);
  };
  AlertTrack* nearest = nullptr;
  for (AlertTrack& track : tracks) {
    if (!same_alert(track.labels, labels)) continue;
    const bool nearer = nearest == nullptr || shares(track) > shares(*nearest) ||
                        (shares(track) == shares(*nearest) && lacks(track) < lacks(*nearest));
    if (nearer) nearest = &track;
  }
  if (nearest == nullptr) return add_track(tracks, labels);
  nearest->labels.insert(labels.begin(), labels.end());
  return *nearest;
}

/// `waits`: it was pending when the fault came, and still is. What the fault has not begun has no
/// time after it.
void change(AlertTrack& track, Instant at, AlertPhase state, bool waits) {
  if (state != AlertPhase::pending) track.changes.emplace_back(at, state == AlertPhase::firing);
  if (track.firing) return;  // later episodes do not belong to the way to the first notification
  switch (state) {
    case AlertPhase::pending:
      if (!track.pending || track.lapsed) track.pending = at;
      track.lapsed = false;
      break;
    case AlertPhase::firing:
      track.firing = at;
      if (!waits && (!track.pending || track.lapsed)) track.pending = at;  // a rule without `for`
      track.lapsed = false;
      break;
    case AlertPhase::inactive:
      if (track.pending) track.lapsed = true;
      break;
  }
}

}  // namespace

bool AlertTrack::fires_at(Instant at) const {
  bool fires = false;
  for (const auto& [when, state] : changes) {
    if (when <= at) fires = state;
  }
  return fires;
}

Evidence::Evidence(std::shared_ptr<const Plan> plan, const Samples* exact)
    : plan_(std::move(plan)), exact_(exact) {}

void Evidence::see(const Event& event) {
  const auto keep = [&]<class T>(std::vector<Dated<T>>& facts) {
    if (const T* fact = std::get_if<T>(&event.fact)) insert(facts, {event.at, *fact});
  };
  keep(phases_);
  keep(injected_);
  keep(reverted_);
  keep(witnessed_);
  keep(changed_);
  keep(sent_);
  keep(notified_);
  keep(failures_);
  keep(no_series_);
  keep(collected_);
  if (const LoadTick* tick = std::get_if<LoadTick>(&event.fact)) {
    insert(ticks_, Sample{event.at, tick->logins, tick->failed, tick->planned});
  }
}

bool Evidence::never_evaluated(const AlertRule& rule) const {
  // A group is told as FILE;GROUP, and its file has another name here than the user's. Of groups
  // with one name each must be without evaluations.
  bool any = false;
  for (const auto& [at, collected] : collected_) {
    for (const Collected::Share& share : collected.evaluations) {
      if (!share.what.ends_with(";" + rule.group)) continue;
      if (share.wanted > 0) return false;
      any = true;
    }
  }
  return any;
}

std::optional<Instant> Evidence::fault() const {
  if (injected_.empty()) return {};
  return injected_.front().at;
}

std::optional<Instant> Evidence::injected(const std::string& id) const {
  for (const auto& injection : injected_) {
    if (injection.fact.id == id) return injection.at;
  }
  return {};
}

std::optional<Instant> Evidence::reverted(const std::string& id) const {
  for (const auto& revert : reverted_) {
    if (revert.fact.id == id) return revert.at;
  }
  return {};
}

std::optional<Instant> Evidence::last_injection() const {
  std::optional<Instant> last;
  for (const PlannedFault& fault : plan_->faults) {
    const auto at = injected(fault.id);
    if (!at) return {};
    last = std::max(last, at);
  }
  return last;
}

std::optional<Instant> Evidence::reverted() const {
  if (injected_.empty()) return {};
  const bool all =
      std::all_of(plan_->faults.begin(), plan_->faults.end(), [&](const PlannedFault& fault) {
        return std::any_of(reverted_.begin(), reverted_.end(),
                           [&](const auto& revert) { return revert.fact.id == fault.id; });
      });
  const std::optional<Instant> last =
      reverted_.empty() ? std::nullopt : std::optional(reverted_.back().at);
  if (all && last) return last;
  for (Phase later : {Phase::recovery, Phase::collect, Phase::stop}) {
    if (const auto began = phase(later)) return std::max(last, began);
  }
  return {};
}

std::optional<Instant> Evidence::phase(Phase wanted) const {
  for (const auto& began : phases_) {
    if (began.fact.phase == wanted) return began.at;
  }
  return {};
}

std::optional<Instant> Evidence::observed_until() const {
  if (const auto at = phase(Phase::collect)) return at;
  return phase(Phase::stop);
}

std::optional<Instant> Evidence::harm() const {
  if (!fault()) return {};
  return first_harm(samples(), *fault(), reverted().value_or(Instant::max()));
}

std::optional<Instant> Evidence::base(const Within& within) const {
  if (within.from.empty()) return fault();
  if (within.from != "effect") return injected(within.from);
  if (const auto at = harm()) return at;
  for (const auto& witness : witnessed_) {
    // Those of the monitoring's files have no effect on anybody.
    if (witness.fact.shown && injected(witness.fact.id)) return witness.at;
  }
  return {};
}

std::vector<AlertTrack> Evidence::tracks() const {
  std::vector<AlertTrack> tracks;
  const auto since = fault();
  if (!since) return tracks;
  std::set<Labels> pending;  // since before the fault
  for (const auto& [at, fact] : changed_) {
    const bool waits = pending.erase(fact.labels) > 0;
    if (at >= *since) {
      change(stored_track(tracks, fact.labels), at, fact.state, waits);
    } else if (fact.state == AlertPhase::pending) {
      pending.insert(fact.labels);
    }
  }
  for (const auto& [at, fact] : sent_) {
    if (at < *since) continue;
    AlertTrack& track = sent_track(tracks, fact.labels);
    track.changes.emplace_back(at, !fact.resolved);
    // Not before it fired: a stage follows the one before it.
    if (!fact.resolved && !track.sent && at >= track.firing.value_or(at)) track.sent = at;
  }
  for (const auto& [at, fact] : notified_) {
    if (at < *since) continue;
    for (const Notified::Alert& alert : fact.alerts) {
      AlertTrack& track = sent_track(tracks, alert.labels);
      if (fact.resolved || alert.resolved) {
        track.changes.emplace_back(at, false);
      } else {
        track.arrivals.push_back({at, fact.receiver, fact.integration, fact.observer});
        // Alertmanager repeats itself: only what was not known otherwise says that it fires.
        if (track.changes.empty()) track.changes.emplace_back(at, true);
      }
    }
  }
  for (AlertTrack& track : tracks) {
    std::stable_sort(track.changes.begin(), track.changes.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  return tracks;
}

std::vector<NoSeries> Evidence::no_series() const {
  const Phase until = phase(Phase::collect) ? Phase::collect : Phase::baseline;
  std::vector<NoSeries> found;
  for (const auto& [at, fact] : no_series_) {
    if (fact.until == until) found.push_back(fact);
  }
  return found;
}

}  // namespace misfire
