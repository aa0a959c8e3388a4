#include "replay/alert_store.hpp"

#include <algorithm>

namespace misfire {
namespace {

/// Two reports of one alert whose times overlap become one. The younger one counts, from the first
/// start on, and a later end that somebody named stays when it comes with none that has passed.
HeldAlert merge(const HeldAlert& old, HeldAlert now_known, Instant now) {
  now_known.starts = std::min(now_known.starts, old.starts);
  const bool keeps_end = now_known.resolved_at(now) ? old.resolved_at(now) : !old.timed;
  if (keeps_end) now_known.ends = std::max(now_known.ends, old.ends);
  return now_known;
}

bool overlap(const HeldAlert& old, const HeldAlert& one) {
  return (one.ends > old.starts && one.ends < old.ends) ||
         (one.starts > old.starts && one.starts < old.ends);
}

}  // namespace

std::optional<HeldAlert> AlertStore::put(const SentAlert& sent, Instant now) {
  HeldAlert alert;
  alert.labels = sent.labels;
  std::erase_if(alert.labels, [](const auto& label) { return label.second.empty(); });
  alert.annotations = sent.annotations;
  alert.updated = now;
  alert.starts = sent.starts.value_or(sent.ends.value_or(now));
  alert.timed = !sent.ends;
  alert.ends = sent.ends.value_or(now + resolve_timeout_);
  if (alert.labels.empty() || alert.ends < alert.starts) return std::nullopt;

  const auto known = alerts_.find(alert.labels);
  if (known != alerts_.end() && overlap(known->second, alert)) {
    alert = merge(known->second, std::move(alert), now);
  }
  alerts_[alert.labels] = alert;
  return alert;
}

void AlertStore::tidy(Instant now) {
  std::erase_if(alerts_, [&](const auto& known) { return known.second.resolved_at(now); });
}

}  // namespace misfire
