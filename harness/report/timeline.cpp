#include "report/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "judge/words.hpp"

namespace misfire {
namespace {

std::string name_of(const Labels& labels) {
  const auto found = labels.find("alertname");
  return found == labels.end() ? "(an alert without a name)" : ticked(found->second);
}

/// One entry a fact that is worth telling.
class Teller {
 public:
  explicit Teller(std::vector<TimelineEntry>& entries) : entries_(entries) {}

  void at(Instant at) { at_ = at; }

  void operator()(const RunBegan& f) { tell("run", fmt::format("run {} began", f.run_id)); }
  void operator()(const PhaseBegan& f) {
    tell("phase", fmt::format("{} began{}", to_string(f.phase), f.why.empty() ? "" : ": " + f.why));
  }
  void operator()(const PartReady& f) {
    tell("part", fmt::format("{} was ready after {:.1f} s of wall time", f.part, f.took_s));
  }
  void operator()(const PartExited& f) {
    tell("part", f.part + (f.asked ? " ended as it was asked to" : " ended unasked"));
  }
  void operator()(const LoadTick&) {}
  void operator()(const ProcessorTick&) {}
  void operator()(const FaultInjected& f) {
    tell("fault", fmt::format("fault {} ({}) was injected via {}", ticked(f.id), f.name, f.via));
  }
  void operator()(const FaultReverted& f) {
    tell("fault",
         fmt::format("fault {} was taken back{}", ticked(f.id), f.why.empty() ? "" : ": " + f.why));
  }
  void operator()(const FaultWitnessed& f) {
    std::string evidence;
    for (const std::string& sentence : f.evidence) {
      evidence += (evidence.empty() ? ": " : "; ") + sentence;
    }
    tell("witness",
         fmt::format("fault {} was {}witnessed{}", ticked(f.id), f.shown ? "" : "not ", evidence));
  }
  void operator()(const AlertChanged& f) {
    tell("alert", fmt::format("{} {}", name_of(f.labels),
                              f.state == AlertPhase::pending  ? "went pending"
                              : f.state == AlertPhase::firing ? "fired"
                                                              : "was over"));
  }
  void operator()(const AlertSent& f) {
    // Prometheus repeats both; the first after a change is news.
    auto [last, fresh] = sent_.try_emplace(f.labels, f.resolved);
    if (!fresh && last->second == f.resolved) return;
    last->second = f.resolved;
    tell("sent", fmt::format("{} was sent to Alertmanager{}", name_of(f.labels),
                             f.resolved ? " as resolved" : ""));
  }
  void operator()(const Notified& f) {
    if (f.observer) return;
    std::set<std::string> unique;
    for (const Notified::Alert& alert : f.alerts) {
      if (alert.resolved == f.resolved) unique.insert(name_of(alert.labels));
    }
    std::string names;
    for (const std::string& name : unique) names += (names.empty() ? "" : ", ") + name;
    tell("notified",
         fmt::format("{} reached {} ({}){}", names.empty() ? "a notification" : names,
                     ticked(f.receiver), f.integration, f.resolved ? " as resolved" : ""));
  }
  void operator()(const DeliveryFailed& f) {
    tell("failed", fmt::format("{} of {} failed at stage {}: {}", f.integration, ticked(f.receiver),
                               f.stage, f.error));
  }
  void operator()(const PastFilled& f) {
    tell("past", fmt::format("a healthy past was written{}: {} samples of {} series",
                             f.remembered ? ", as an earlier run saw it" : "", grouped(f.samples),
                             grouped(f.series)));
  }
  void operator()(const NoSeries& f) {
    if (f.until == Phase::baseline)
      tell("no series", fmt::format("nothing matches {}", ticked(f.selector)));
  }
  void operator()(const RestorationChecked& f) {
    tell("restoration",
         f.identical ? "the balancer is as it was before" : "the balancer is not as it was before");
  }
  void operator()(const Collected&) {}
  void operator()(const Trouble& f) { tell("trouble", f.what); }
  void operator()(const Doubt& f) { tell("doubt", f.what); }
  void operator()(const RunEnded&) { tell("run", "the run ended"); }

 private:
  void tell(std::string kind, std::string what) {
    entries_.push_back({at_, std::move(kind), std::move(what)});
  }

  std::vector<TimelineEntry>& entries_;
  Instant at_;
  std::map<Labels, bool> sent_;
};

}  // namespace

Instant timeline_zero(const History& history) {
  for (const Event& event : history.events) {
    if (std::holds_alternative<FaultInjected>(event.fact)) return event.at;
  }
  return history.events.empty() ? Instant{} : history.events.front().at;
}

std::vector<TimelineEntry> timeline(const History& history) {
  std::vector<TimelineEntry> entries;
  Teller teller(entries);
  for (const Event& event : history.events) {
    teller.at(event.at);
    std::visit(teller, event.fact);
  }
  return entries;
}

}  // namespace misfire
