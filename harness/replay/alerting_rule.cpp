#include "replay/alerting_rule.hpp"

#include <fmt/format.h>

#include <set>

namespace misfire {
namespace {

// rules/alerting.go, resolvedRetention: no flag scales it.
constexpr Duration kResolvedRetention = std::chrono::minutes(15);

}  // namespace

Labels ReplayedAlertingRule::labels_of(const VectorSample& sample) const {
  Labels series = sample.labels;
  series.erase("__name__");
  Labels labels = series;
  for (const auto& [name, text] : spec_.labels) {
    std::string value = text.expand(sample.labels, spec_.external_labels, sample.value);
    if (value.empty()) {
      labels.erase(name);  // a label without a value is none
    } else {
      labels[name] = std::move(value);
    }
  }
  labels["alertname"] = spec_.name;
  return labels;
}

Result<ReplayedAlertingRule::Evaluation> ReplayedAlertingRule::evaluate(
    Instant now, const std::vector<VectorSample>& vector) {
  std::set<Labels> found;
  for (const VectorSample& sample : vector) {
    if (found.insert(labels_of(sample)).second) continue;
    return environment_error(
        fmt::format("{}: two series give an alert the same labels", spec_.name));
  }
  for (const Labels& labels : found) {
    const auto known = alerts_.find(labels);
    if (known != alerts_.end() && known->second.phase != AlertPhase::inactive) continue;
    Alert alert;
    alert.active_at = now;
    alerts_[labels] = alert;
  }

  Evaluation out;
  for (auto entry = alerts_.begin(); entry != alerts_.end();) {
    Alert& alert = entry->second;
    const auto here = entry++;
    if (found.count(here->first) > 0) {
      alert.keep_firing_since.reset();
    } else {
      bool keeps_firing = false;
      if (alert.phase == AlertPhase::firing && spec_.keep_firing > Duration()) {
        if (!alert.keep_firing_since) alert.keep_firing_since = now;
        keeps_firing = now - *alert.keep_firing_since < spec_.keep_firing;
      }
      if (alert.phase == AlertPhase::pending ||
          (alert.resolved_at && now - *alert.resolved_at > kResolvedRetention)) {
        alerts_.erase(here);
        continue;
      }
      if (!keeps_firing) {
        if (alert.phase != AlertPhase::inactive) alert.resolved_at = now;
        alert.phase = AlertPhase::inactive;
        continue;
      }
    }
    if (alert.phase == AlertPhase::pending && now - alert.active_at >= spec_.hold) {
      alert.phase = AlertPhase::firing;
      alert.fired_at = now;
    }
    out.active.push_back({here->first, alert.phase, alert.active_at});
  }
  if (spec_.limit > 0 && out.active.size() > spec_.limit) {
    const std::size_t many = out.active.size();
    alerts_.clear();
    return environment_error(
        fmt::format("{}: {} alerts exceed its group's limit of {}", spec_.name, many, spec_.limit));
  }
  out.sent = send(now);
  return out;
}

bool ReplayedAlertingRule::needs_sending(const Alert& alert, Instant now) const {
  if (alert.phase == AlertPhase::pending) return false;
  if (!alert.last_sent) return true;
  if (alert.resolved_at && *alert.resolved_at > *alert.last_sent) return true;
  return *alert.last_sent + spec_.resend_delay < now;
}

std::vector<SentAlert> ReplayedAlertingRule::send(Instant now) {
  std::vector<SentAlert> sent;
  for (auto& [labels, alert] : alerts_) {
    if (!needs_sending(alert, now)) continue;
    alert.last_sent = now;
    SentAlert one;
    one.labels = labels;
    one.starts = alert.fired_at;
    // Two evaluations, or two attempts to send, may fail before Alertmanager takes it for resolved.
    one.ends = alert.resolved_at.value_or(now + 4 * std::max(spec_.resend_delay, spec_.interval));
    sent.push_back(std::move(one));
  }
  return sent;
}

}  // namespace misfire
