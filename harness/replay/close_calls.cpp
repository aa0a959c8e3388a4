#include "replay/close_calls.hpp"

#include <fmt/format.h>

#include <chrono>

namespace misfire {
namespace {

std::string name_of(const Labels& labels) {
  const auto name = labels.find("alertname");
  return name == labels.end() ? "an alert without a name" : name->second;
}

std::string silenced(const Labels& source, const Labels& target) {
  return fmt::format("{} comes or ends as {} is told, or silenced", name_of(source),
                     name_of(target));
}

}  // namespace

/// A decision that would be another one, had it come on the other side of `edge`.
template <class What>
void CloseCalls::see(Instant now, Instant edge, What what) {
  if (near(now, edge)) found_.push_back({now, std::chrono::abs(now - edge), what()});
}

void CloseCalls::silences(const HeldAlert& source, Instant now) {
  for (const auto& [at, group] : view_.groups) {
    if (!group->flushed() || !near(now, *group->flushed())) continue;
    for (const auto& [labels, alert] : group->alerts()) {
      if (!view_.inhibitor.connects(source.labels, labels)) continue;
      see(now, *group->flushed(),
          [&, &target = labels] { return silenced(source.labels, target); });
    }
  }
}

void CloseCalls::joins(const AggregationGroup& group, const HeldAlert& alert, Instant now) {
  const bool is_new = group.empty() && !group.flushed();
  if (is_new) {
    if (removed_.contains({&group.route(), group.labels()})) removes(group, now);
  } else {
    const auto what = [&] { return name_of(alert.labels) + " comes as its group is flushed"; };
    if (changes(group, alert, now)) {
      see(now, group.next(), what);
      if (group.flushed()) see(now, *group.flushed(), what);
    }
    if (group.empty()) removes(group, now);
  }
  // Is it old enough to end its group's waiting?
  if (!group.flushed() && !near(now, group.next())) {
    see(now, alert.starts + group.route().group_wait,
        [&] { return group.key() + " waits, or does not"; });
  }
}

/// An alert that is only sent again changes nothing.
bool CloseCalls::changes(const AggregationGroup& group, const HeldAlert& alert, Instant now) const {
  const auto held = group.alerts().find(alert.labels);
  if (held == group.alerts().end()) return true;
  const Instant before = now - tolerance_, after = now + tolerance_;
  return held->second.resolved_at(before) != alert.resolved_at(before) ||
         held->second.resolved_at(after) != alert.resolved_at(after);
}

void CloseCalls::removes(const AggregationGroup& group, Instant now) {
  const auto what = [&] { return group.key() + " is removed, or not yet"; };
  see(now, view_.tidy_groups.next, what);
  see(now, view_.tidy_groups.last(), what);
}

void CloseCalls::flushes(const AggregationGroup& group, Instant now) {
  if (tolerance_.count() == 0) return;
  bool resolved = false;
  for (const auto& [labels, alert] : group.alerts()) {
    see(now, alert.ends,
        [&, &name = labels] { return name_of(name) + " ends as its group is flushed"; });
    resolved = resolved || alert.resolved_at(now);
    is_silenced(labels, now);
  }
  if (resolved) removes(group, now);  // it may be empty after this
  if (!group.empty()) shares_key(group, now);
}

void CloseCalls::is_silenced(const Labels& target, Instant now) {
  for (const auto& [labels, source] : view_.inhibitor.sources()) {
    const bool close = near(now, source.alert.ends) || near(now, source.changed);
    if (!close || !view_.inhibitor.connects(labels, target)) continue;
    const auto what = [&, &from = labels] { return silenced(from, target); };
    see(now, source.alert.ends, what);
    see(now, source.changed, what);
  }
}

void CloseCalls::shares_key(const AggregationGroup& group, Instant now) {
  for (const auto& [at, other] : view_.groups) {
    if (other.get() == &group || other->key() != group.key() || other->empty()) continue;
    const auto what = [&] { return group.key() + " is the key of two groups"; };
    see(now, other->next(), what);
    if (other->flushed()) see(now, *other->flushed(), what);
  }
}

void CloseCalls::asks_log(const std::string& key, const NotificationLog::Entry* last, Instant now) {
  const auto what = [&] { return key + " is forgotten, or not yet"; };
  if (last == nullptr && forgotten_.contains(key)) see(now, view_.tidy_log.last(), what);
  if (last != nullptr && last->expires <= view_.tidy_log.next) {
    see(now, view_.tidy_log.next, what);
  }
}

void CloseCalls::repeats(const std::string& key, Instant due, Instant now) {
  see(now, due, [&] { return key + " is repeated, or not yet"; });
}

void CloseCalls::tidies_groups() {
  removed_.clear();
  for (const auto& [at, group] : view_.groups) {
    if (group->empty()) removed_.insert(at);
  }
}

void CloseCalls::tidies_log(Instant now) {
  forgotten_.clear();
  for (const auto& [key, entry] : view_.log.entries()) {
    see(now, entry.expires, [&, &name = key] { return name + " is forgotten, or not yet"; });
    if (entry.expires <= now) forgotten_.insert(key);
  }
}

}  // namespace misfire
