// Routings and sequences of alerts for tests, in milliseconds from the start.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "monitor/mute_times.hpp"
#include "replay/alertmanager_model.hpp"

namespace misfire {

inline Duration ms(std::int64_t n) {
  return std::chrono::milliseconds(n);
}
inline const Instant kStart = from_nanos(1'700'000'000'000'000'000);
inline Instant at(std::int64_t n) {
  return kStart + ms(n);
}

inline Matcher is(const std::string& label, const std::string& value) {
  return {label, Matcher::Op::equal, value};
}

/// A node that waits 100 ms, then flushes every 300 ms, and repeats after an hour.
inline RoutingNode node(const std::string& receiver, std::vector<Matcher> matchers = {}) {
  RoutingNode n;
  n.receiver = receiver;
  n.matchers = std::move(matchers);
  n.group_wait = ms(100);
  n.group_interval = ms(300);
  n.repeat_interval = std::chrono::hours(1);
  return n;
}

/// Everything to one webhook, one group an alert name.
inline Routing one_receiver() {
  Routing routing;
  routing.root = node("team");
  routing.root.group_by = {"alertname"};
  routing.receivers["team"] = {{"webhook", 0, true, false}};
  return routing;
}

/// As Prometheus sends a firing alert: it ends when it is not sent for long.
inline SentAlert firing(Labels labels, std::int64_t since, std::int64_t until = 1'000'000) {
  return {std::move(labels), {}, at(since), at(until)};
}
inline SentAlert resolved(Labels labels, std::int64_t since, std::int64_t ended) {
  return {std::move(labels), {}, at(since), at(ended)};
}
inline Labels named(const std::string& name, Labels more = {}) {
  more["alertname"] = name;
  return more;
}

inline AlertmanagerOptions until(std::int64_t end) {
  AlertmanagerOptions options;
  options.started = kStart;
  options.until = at(end);
  options.delivery = ms(0);
  return options;
}

/// "100 team: A B(resolved)" of each notification.
inline std::vector<std::string> told(const Notifications& all) {
  std::vector<std::string> lines;
  for (const Notification& one : all.notifications) {
    std::vector<std::string> names;
    for (const auto& alert : one.fact.alerts) {
      const auto name = alert.labels.find("alertname");
      names.push_back((name == alert.labels.end() ? "?" : name->second) +
                      (alert.resolved ? "(resolved)" : ""));
    }
    lines.push_back(fmt::format("{} {}: {}", (one.at - kStart) / ms(1), one.fact.receiver,
                                fmt::join(names, " ")));
  }
  return lines;
}

inline std::vector<std::string> told(const Routing& routing, const std::vector<Sending>& sendings,
                                     std::int64_t end = 2000) {
  return told(simulate_alertmanager(routing, sendings, until(end)));
}

}  // namespace misfire
