#include "replay/alertmanager_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "replay/aggregation_group.hpp"
#include "replay/alert_store.hpp"
#include "replay/chore.hpp"
#include "replay/close_calls.hpp"
#include "replay/inhibitor.hpp"
#include "replay/notification_log.hpp"
#include "replay/routing_tree.hpp"

namespace misfire {
namespace {

/// "[FIRING] Name Other: summary", as of a webhook in a live run.
std::string excerpt_of(const std::vector<HeldAlert>& alerts, bool resolved) {
  std::string text = resolved ? "[RESOLVED]" : "[FIRING]";
  std::set<std::string> names, summaries;
  for (const HeldAlert& alert : alerts) {
    const auto name = alert.labels.find("alertname");
    const std::string shown = name == alert.labels.end() ? "" : name->second;
    if (names.insert(shown).second) text += " " + shown;
    const auto summary = alert.annotations.find("summary");
    summaries.insert(summary == alert.annotations.end() ? "" : summary->second);
  }
  if (summaries.size() == 1 && !summaries.begin()->empty()) text += ": " + *summaries.begin();
  return text;
}

class Simulation {
 public:
  Simulation(const Routing& routing, const AlertmanagerOptions& options)
      : routing_(routing),
        options_(options),
        store_(routing.resolve_timeout),
        inhibitor_(routing.inhibit_rules),
        log_(options.retention),
        tidy_groups_{options.started + options.tidy_groups, options.tidy_groups},
        tidy_log_{options.started + options.tidy_log, options.tidy_log},
        tidy_alerts_{options.started + options.tidy_alerts, options.tidy_alerts},
        calls_(options.tolerance, {inhibitor_, groups_, log_, tidy_groups_, tidy_log_}) {}

  Notifications run(const std::vector<Sending>& sendings) {
    auto sending = sendings.begin();
    for (Chore* chore : {&tidy_groups_, &tidy_log_, &tidy_alerts_}) {
      if (!sendings.empty()) chore->skip_to(sending->at);  // there is nothing to tidy before that
    }
    while (sending != sendings.end() || !groups_.empty()) {
      // What arrives comes before what is due at the same moment.
      const Instant arrives = sending == sendings.end() ? Instant::max() : sending->at;
      AggregationGroup* group = first_due();
      const Instant flush = group == nullptr ? Instant::max() : group->next();
      const Instant tidy = std::min({tidy_groups_.next, tidy_log_.next, tidy_alerts_.next});
      if (std::min(arrives, std::min(flush, tidy)) > options_.until) break;
      if (arrives <= flush && arrives <= tidy) {
        for (const SentAlert& alert : sending->alerts) receive(alert, sending->at);
        ++sending;
      } else if (flush <= tidy) {
        this->flush(*group);
      } else {
        this->tidy(tidy);
      }
    }
    std::stable_sort(out_.notifications.begin(), out_.notifications.end(),
                     [](const Notification& a, const Notification& b) { return a.at < b.at; });
    out_.close_calls = calls_.take();
    return std::move(out_);
  }

 private:
  AggregationGroup* first_due() const {
    AggregationGroup* first = nullptr;
    for (const auto& [at, group] : groups_) {
      if (first == nullptr ||
          std::pair(group->next(), group->number()) < std::pair(first->next(), first->number())) {
        first = group.get();
      }
    }
    return first;
  }

  void receive(const SentAlert& sent, Instant now) {
    const auto alert = store_.put(sent, now);
    if (!alert) return;
    if (inhibitor_.see(*alert)) calls_.silences(*alert, now);
    for (const RouteEnd& end : ends_of(routing_.root, alert->labels)) insert(*alert, end, now);
  }

  void insert(const HeldAlert& alert, const RouteEnd& end, Instant now) {
    Labels labels = group_labels(*end.node, alert.labels);
    std::unique_ptr<AggregationGroup>& group = groups_[{end.node, labels}];
    if (group == nullptr) {
      std::string key = group_key(end.key, labels);
      group = std::make_unique<AggregationGroup>(made_++, *end.node, std::move(key),
                                                 std::move(labels), now);
    }
    calls_.joins(*group, alert, now);
    group->insert(alert, now);
  }

  void flush(AggregationGroup& group) {
    const Instant now = group.next();
    calls_.flushes(group, now);
    std::vector<HeldAlert> alerts = group.flush(now);
    std::erase_if(alerts,
                  [&](const HeldAlert& alert) { return inhibitor_.mutes(alert.labels, now); });
    if (!alerts.empty() && !group.route().muted) tell(group, alerts, now);
    group.forget_resolved(now);
  }

  void tell(const AggregationGroup& group, const std::vector<HeldAlert>& alerts, Instant now) {
    const auto receiver = routing_.receivers.find(group.route().receiver);
    if (receiver == routing_.receivers.end()) return;
    FlushState state;
    for (const HeldAlert& alert : alerts) {
      (alert.resolved_at(now) ? state.resolved : state.firing).insert(alert.labels);
    }
    for (const ReplayIntegration& integration : receiver->second) {
      const std::string key =
          fmt::format("{}:{}/{}/{}/{}", group.key(), receiver->first, integration.type,
                      integration.index, integration.observer);
      const Duration repeat = group.route().repeat_interval;
      const auto* last = log_.find(key);
      calls_.asks_log(key, last, now);
      const Tell told = decide(last, state, integration.send_resolved, repeat, now);
      if (told == Tell::once_more || told == Tell::not_so_soon) {
        calls_.repeats(group.key(), last->at + repeat, now);
      }
      if (told != Tell::yes && told != Tell::once_more) continue;
      // Whoever does not want to hear of resolved alerts is not told when there are no others; the
      // log is, all the same.
      const bool heard = integration.send_resolved || !state.firing.empty();
      if (heard) notify(group, receiver->first, integration, alerts, now);
      log_.record(key, state, heard ? now + options_.delivery : now, repeat);
    }
  }

  void notify(const AggregationGroup& group, const std::string& receiver,
              const ReplayIntegration& integration, std::vector<HeldAlert> alerts, Instant now) {
    if (!integration.send_resolved) {
      std::erase_if(alerts, [&](const HeldAlert& alert) { return alert.resolved_at(now); });
    }
    Notified fact;
    fact.receiver = receiver;
    fact.integration = integration.type;
    fact.index = integration.index;
    fact.observer = integration.observer;
    fact.group_key = group.key();
    fact.resolved = true;
    for (const HeldAlert& alert : alerts) {
      fact.alerts.push_back({alert.labels, alert.resolved_at(now)});
      fact.resolved = fact.resolved && alert.resolved_at(now);
    }
    fact.excerpt = excerpt_of(alerts, fact.resolved);
    out_.notifications.push_back({now + options_.delivery, std::move(fact), group.labels()});
  }

  void tidy(Instant now) {
    if (tidy_groups_.next == now) {
      tidy_groups_.next += tidy_groups_.every;
      calls_.tidies_groups();
      std::erase_if(groups_, [](const auto& group) { return group.second->empty(); });
    }
    if (tidy_log_.next == now) {
      tidy_log_.next += tidy_log_.every;
      calls_.tidies_log(now);
      log_.tidy(now);
    }
    if (tidy_alerts_.next == now) {
      tidy_alerts_.next += tidy_alerts_.every;
      store_.tidy(now);
    }
  }

  const Routing& routing_;
  const AlertmanagerOptions& options_;
  AlertStore store_;
  Inhibitor inhibitor_;
  NotificationLog log_;
  Chore tidy_groups_, tidy_log_, tidy_alerts_;
  Groups groups_;
  std::size_t made_ = 0;
  CloseCalls calls_;
  Notifications out_;
};

}  // namespace

Notifications simulate_alertmanager(const Routing& routing, const std::vector<Sending>& sendings,
                                    const AlertmanagerOptions& options) {
  return Simulation(routing, options).run(sendings);
}

}  // namespace misfire
