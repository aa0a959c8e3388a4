#include "report/page/lanes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace misfire {
namespace {

std::string name_of(const Labels& labels) {
  const auto found = labels.find("alertname");
  return found == labels.end() ? "(an alert without a name)" : found->second;
}

/// Labels that tell one alert of a rule from the others.
std::string detail_of(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (name == "alertname" || name == "severity" || name == "team") continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", name, value);
  }
  return text;
}

bool carries(const Notified& notified, const Labels& labels, bool resolved) {
  return std::any_of(notified.alerts.begin(), notified.alerts.end(), [&](const auto& alert) {
    // External labels were added on the way.
    return alert.resolved == resolved &&
           std::includes(alert.labels.begin(), alert.labels.end(), labels.begin(), labels.end());
  });
}

class Alerts {
 public:
  Alerts(const Plan& plan, const PageTime& time) : plan_(plan), time_(time) {}

  void see(const Event& event, const AlertChanged& changed) {
    if (is_ignored(plan_.monitoring, changed.labels)) return;
    auto& lane = by_labels_[changed.labels];
    if (lane.name.empty()) {
      lane.kind = "alert";
      lane.name = name_of(changed.labels);
      lane.detail = detail_of(changed.labels);
      lane.page = is_page(plan_.monitoring, changed.labels);
    }
    close(lane, event.at);
    if (changed.state == AlertPhase::inactive) return;
    lane.spans.push_back({event.at, time_.end, to_string(changed.state)});
  }

  void see(const Event& event, const Notified& notified) {
    if (notified.observer) return;
    for (auto& [labels, lane] : by_labels_) {
      for (bool resolved : {false, true}) {
        if (!carries(notified, labels, resolved)) continue;
        lane.marks.push_back({event.at, resolved,
                              fmt::format("{} {} ({})",
                                          resolved    ? "told as resolved to"
                                          : lane.page ? "paged"
                                                      : "notified",
                                          notified.receiver, notified.integration)});
      }
    }
  }

  std::vector<Lane> all() && {
    std::vector<Lane> sorted;
    for (auto& [labels, lane] : by_labels_) sorted.push_back(std::move(lane));
    std::stable_sort(sorted.begin(), sorted.end(), [](const Lane& a, const Lane& b) {
      const Instant none = Instant::max();
      return (a.spans.empty() ? none : a.spans.front().from) <
             (b.spans.empty() ? none : b.spans.front().from);
    });
    return sorted;
  }

 private:
  static void close(Lane& lane, Instant at) {
    if (!lane.spans.empty() && lane.spans.back().to > at) lane.spans.back().to = at;
  }

  const Plan& plan_;
  const PageTime& time_;
  std::map<Labels, Lane> by_labels_;
};

std::vector<Lane> fault_lanes(const History& history, const PageTime& time) {
  std::vector<Lane> faults;
  for (const Event& event : history.events) {
    if (const auto* in = std::get_if<FaultInjected>(&event.fact)) {
      Lane lane;
      lane.kind = "fault";
      lane.name = in->id;
      lane.detail = in->name == in->id ? "via " + in->via : in->name + " via " + in->via;
      lane.spans.push_back({event.at, time.end, "active"});
      faults.push_back(std::move(lane));
    }
    const auto* out = std::get_if<FaultReverted>(&event.fact);
    for (Lane& lane : faults) {
      if (out != nullptr && lane.name == out->id) lane.spans.back().to = event.at;
    }
  }
  return faults;
}

}  // namespace

std::vector<Lane::Span> driven_phases(const History& history, const PageTime& time) {
  std::vector<Lane::Span> phases;
  for (const Event& event : history.events) {
    const auto* began = std::get_if<PhaseBegan>(&event.fact);
    if (began == nullptr) continue;
    if (!phases.empty() && phases.back().to > event.at) phases.back().to = event.at;
    if (began->phase < Phase::baseline || began->phase > Phase::recovery) continue;
    phases.push_back({event.at, time.end, to_string(began->phase)});
  }
  return phases;
}

std::vector<Lane> lanes(const Plan& plan, const History& history, const PageTime& time) {
  std::vector<Lane> all;
  Lane phases;
  phases.kind = "phase";
  phases.name = "phases of the run";
  phases.spans = driven_phases(history, time);
  if (!phases.spans.empty()) all.push_back(std::move(phases));
  for (Lane& fault : fault_lanes(history, time)) all.push_back(std::move(fault));
  Alerts alerts(plan, time);
  for (const Event& event : history.events) {
    if (const auto* changed = std::get_if<AlertChanged>(&event.fact)) alerts.see(event, *changed);
  }
  for (const Event& event : history.events) {
    if (const auto* notified = std::get_if<Notified>(&event.fact)) alerts.see(event, *notified);
  }
  for (Lane& alert : std::move(alerts).all()) all.push_back(std::move(alert));
  return all;
}

}  // namespace misfire
