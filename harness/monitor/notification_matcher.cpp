#include "monitor/notification_matcher.hpp"

#include <fmt/format.h>
#include <sodium/crypto_hash_sha256.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace misfire {
namespace {

using namespace std::chrono_literals;

// Alertmanager notifies all integrations of a receiver at the same moment: milliseconds apart.
constexpr Duration kTogether = 2s;
// It retries for at least 10 s (notify.MinTimeout), so a notification can come this much later.
constexpr Duration kRetried = 15s;
constexpr Duration kForget = 60s;

/// As Alertmanager's notify.Key.Hash does.
std::string sha256_hex(const std::string& text) {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

/// The share of the alerts' names that the text mentions.
double names_in(const std::string& text, const std::vector<Notified::Alert>& alerts) {
  std::set<std::string> names;
  for (const auto& alert : alerts) {
    if (const auto name = alert.labels.find("alertname"); name != alert.labels.end()) {
      names.insert(name->second);
    }
  }
  if (names.empty()) return 0;
  const auto found = std::count_if(names.begin(), names.end(), [&](const std::string& name) {
    return text.find(name) != text.npos;
  });
  return static_cast<double>(found) / static_cast<double>(names.size());
}

double agreement(const std::optional<bool>& resolved, bool observed) {
  if (!resolved) return 0.5;
  return *resolved == observed ? 1 : 0;
}

}  // namespace

void NotificationMatcher::add(const Received& received) {
  if (received.protocol == SinkProtocol::alerts) {
    for (auto& sent : read_sent_alerts(received)) ready_.emplace_back(received.at, std::move(sent));
    return;
  }
  Payload payload = read_payload(received);
  Notified fact;
  fact.receiver = received.receiver;
  fact.integration = received.integration;
  fact.index = received.index;
  fact.observer = received.observer;
  fact.resolved = payload.resolved.value_or(false);
  fact.group_key = payload.group_key;
  fact.alerts = std::move(payload.alerts);
  fact.excerpt = payload.excerpt;
  if (!payload.lists_alerts) {
    waiting_.push_back({received.at, std::move(fact), std::move(payload)});
    return;
  }
  if (fact.observer) {
    observers_.push_back({received.at, fact, sha256_hex(fact.group_key), {}});
  }
  ready_.emplace_back(received.at, std::move(fact));
}

NotificationMatcher::Choice NotificationMatcher::choose(const Waiting& one) {
  Choice best;
  double best_score = -1e9;
  for (Observer& observer : observers_) {
    if (observer.fact.receiver != one.fact.receiver) continue;
    if (observer.claimed.contains({one.fact.integration, one.fact.index})) continue;
    const Duration later = one.at - observer.at;
    if (later > kRetried || later < -kTogether) continue;
    const double agrees = agreement(one.payload.resolved, observer.fact.resolved);
    const double distance = std::abs(to_seconds(later));
    double names = 0;
    if (!one.payload.dedup_key.empty()) {
      if (observer.key_hash != one.payload.dedup_key || agrees == 0) continue;
      names = 1;
    } else {
      names = names_in(one.payload.text, observer.fact.alerts);
      if (later > kTogether && names < 1) continue;
    }
    // Two groups at the same moment are told apart by names and status, two flushes of one group by
    // their distance in time.
    const double score = 1.5 * names + 1.5 * agrees - distance;
    if (score > best_score) {
      best_score = score;
      best = {&observer, names == 1 && agrees > 0 && later <= kTogether};
    }
  }
  return best;
}

std::vector<Event> NotificationMatcher::take(Instant now) {
  return take(now, false);
}
std::vector<Event> NotificationMatcher::take_all(Instant now) {
  return take(now, true);
}

std::vector<Event> NotificationMatcher::take(Instant now, bool all) {
  std::vector<Waiting> still;
  for (Waiting& one : waiting_) {
    const bool patient = !all && now - one.at < kTogether;
    const Choice choice = choose(one);
    if (patient && !choice.certain) {
      still.push_back(std::move(one));
      continue;
    }
    if (choice.observer != nullptr) {
      choice.observer->claimed.insert({one.fact.integration, one.fact.index});
      one.fact.alerts = choice.observer->fact.alerts;
      one.fact.group_key = choice.observer->fact.group_key;
      one.fact.resolved = choice.observer->fact.resolved;
    }
    ready_.emplace_back(one.at, std::move(one.fact));
  }
  waiting_ = std::move(still);
  std::erase_if(observers_, [&](const Observer& o) { return now - o.at > kForget; });

  std::stable_sort(ready_.begin(), ready_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Event> events;
  for (auto& [at, fact] : ready_) events.push_back({at, now, std::move(fact)});
  ready_.clear();
  return events;
}

}  // namespace misfire
