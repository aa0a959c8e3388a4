#include "report/so_far.hpp"

#include <algorithm>

namespace misfire {
namespace {

using State = LiveAlert::State;

constexpr std::size_t kTicksLately = 8;  // two seconds: what an eye takes for now
constexpr std::size_t kTrend = 48;

void add(SoFar::Load& load, const LoadTick& tick) {
  load.logins += tick.logins;
  load.failed += tick.failed;
  load.per_backend.resize(std::max(load.per_backend.size(), tick.per_backend.size()));
  for (std::size_t i = 0; i < tick.per_backend.size(); ++i) {
    load.per_backend[i] += tick.per_backend[i];
  }
}

}  // namespace

double SoFar::Load::failed_share() const {
  return logins == 0 ? 0 : static_cast<double>(failed) / static_cast<double>(logins);
}

void SoFar::see(const Event& event) {
  if (std::holds_alternative<RunBegan>(event.fact)) {
    began_ = phase_began_ = event.at;
  } else if (const auto* phase = std::get_if<PhaseBegan>(&event.fact)) {
    phase_ = phase->phase;
    phase_began_ = event.at;
  } else if (std::holds_alternative<PartReady>(event.fact)) {
    ++parts_ready_;
  } else if (const auto* tick = std::get_if<LoadTick>(&event.fact)) {
    see_load(event.at, *tick);
  } else if (const auto* injected = std::get_if<FaultInjected>(&event.fact)) {
    if (!fault_began_) fault_began_ = event.at;
    active_faults_.insert(injected->id);
  } else if (const auto* reverted = std::get_if<FaultReverted>(&event.fact)) {
    active_faults_.erase(reverted->id);
  } else if (const auto* sent = std::get_if<AlertSent>(&event.fact)) {
    see_sent(event.at, *sent);
  } else if (const auto* notified = std::get_if<Notified>(&event.fact)) {
    see_notified(event.at, *notified);
  }
}

void SoFar::see_load(Instant at, const LoadTick& tick) {
  ticks_.emplace_back(at, tick);
  if (ticks_.size() > kTicksLately) ticks_.pop_front();
  trend_.push_back(
      tick.logins == 0 ? 0 : static_cast<double>(tick.failed) / static_cast<double>(tick.logins));
  if (trend_.size() > kTrend) trend_.pop_front();
  if (!active_faults_.empty()) add(since_fault_, tick);
}

SoFar::Load SoFar::lately() const {
  Load load;
  for (const auto& [at, tick] : ticks_) add(load, tick);
  return load;
}

double SoFar::logins_per_second() const {
  if (ticks_.size() < 2) return 0;
  // The first tick says where the span begins.
  const double seconds = to_seconds(ticks_.back().first - ticks_.front().first);
  const std::int64_t logins = lately().logins - ticks_.front().second.logins;
  return seconds > 0 ? static_cast<double>(logins) / seconds : 0;
}

/// Its row; nothing for alerts that the system ignores or that have no name.
LiveAlert* SoFar::alert_of(const Labels& labels) {
  const auto name = labels.find("alertname");
  if (name == labels.end() || is_ignored(plan_.monitoring, labels)) return nullptr;
  LiveAlert& alert = alerts_[name->second];
  alert.page = alert.page || is_page(plan_.monitoring, labels);
  return &alert;
}

void SoFar::glance(const std::vector<Event>& active) {
  std::set<std::string> seen;
  for (const Event& event : active) {
    const auto* changed = std::get_if<AlertChanged>(&event.fact);
    LiveAlert* alert = changed == nullptr ? nullptr : alert_of(changed->labels);
    if (alert == nullptr) continue;
    seen.insert(changed->labels.at("alertname"));
    if (changed->state == AlertPhase::firing) {
      // Since when is told by what it sends, which is there in a moment.
      if (alert->state == State::pending) alert->since.reset(), alert->state = State::firing;
    } else if (alert->active.empty() && alert->state != State::firing) {
      alert->told.clear();  // whoever was told of it was also told that it was over
      alert->state = State::pending;
      alert->since = event.at;
    }
  }
  std::erase_if(alerts_, [&](const auto& entry) {
    return entry.second.state == State::pending && seen.count(entry.first) == 0;
  });
}

void SoFar::see_sent(Instant at, const AlertSent& sent) {
  LiveAlert* alert = alert_of(sent.labels);
  if (alert == nullptr) return;
  if (sent.resolved) {
    alert->active.erase(sent.labels);
    if (alert->active.empty() && alert->state != State::resolved) {
      alert->state = State::resolved;
      alert->since = at;
    }
    return;
  }
  // Prometheus repeats what fires; the first is news.
  if (!alert->active.insert(sent.labels).second) return;
  if (alert->state == State::notified || (alert->state == State::firing && alert->since)) return;
  if (alert->state == State::resolved) alert->told.clear();
  alert->state = State::firing;
  alert->since = at;
}

void SoFar::see_notified(Instant at, const Notified& notified) {
  if (notified.observer || notified.resolved) return;
  for (const Notified::Alert& one : notified.alerts) {
    if (one.resolved) continue;
    LiveAlert* alert = alert_of(one.labels);
    if (alert == nullptr) continue;
    alert->told[notified.receiver].insert(notified.integration);
    if (alert->state != State::firing && alert->state != State::pending) continue;
    alert->state = State::notified;
    alert->since = at;
  }
}

}  // namespace misfire
