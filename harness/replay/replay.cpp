#include "replay/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/duration.hpp"
#include "base/nearest.hpp"
#include "judge/facts_of.hpp"
#include "monitor/alert_changes.hpp"
#include "monitor/promql_selector.hpp"
#include "monitor/selectors.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr ModelDuration kResend{std::chrono::minutes(1)};  // --rules.alert.resend-delay
// A Prometheus that was just started or reloaded finds its Alertmanagers 5 s later.
constexpr Duration kFindsAlertmanagers = 5s;
constexpr Duration kArrival = 100ms;   // what a sending may have taken on its way, generously
constexpr Duration kQuery = 20s;       // over a whole run
constexpr Duration kTolerance = 20ms;  // timers on a machine that is not idle

/// How many series a selector (as it is, without the range) has in so long a time before an
/// instant.
Result<double> series_in(const RecordedPrometheus& prometheus, const std::string& selector,
                         Duration range, Instant before) {
  const auto found = prometheus.query(fmt::format("count(count_over_time({}[{}ms]))", selector,
                                                  std::max<std::int64_t>(range / 1ms, 1)),
                                      before);
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? 0 : found->front().value;
}

/// Whether the past that a window needs at `at` is there: something of the selector lies in its
/// oldest tenth or before (a start of Prometheus may fall into that tenth), or there is nothing of
/// it in all the run, so that nothing is missing before.
Result<bool> reaches_back(const RecordedPrometheus& prometheus, const std::string& selector,
                          Duration reach, Instant at, Instant until) {
  const Duration oldest = reach / 10;
  const auto there = series_in(prometheus, selector, reach, at - (reach - oldest));
  if (!there || *there > 0) return there.map([](double) { return true; });
  return series_in(prometheus, selector, reach + (until - at), until).map([](double all) {
    return all == 0;
  });
}

std::string did_you_mean(const std::string& metric, const std::vector<std::string>& there) {
  const auto near = nearest(metric, there);
  return near ? fmt::format("did you mean \"{}\"?", *near)
              : "what was not scraped then cannot be known now; run the scenario again";
}

class Replaying {
 public:
  Replaying(const Recording& recording, const ReplayPlan& plan,
            const RecordedPrometheus& prometheus, double phase)
      : recording_(recording), given_(plan), prometheus_(prometheus), phase_(phase) {
    out_.plan = plan.plan;
    out_.phase = phase;
  }

  Checked<Replayed> run() {
    if (auto fine = series_are_there(); !fine) return tl::unexpected(fine.error());
    const History& history = recording_.live.history;
    const auto collected = facts_of<Collected>(history);
    const auto baseline = phase_began(Phase::baseline);
    if (collected.size() != 1 || !baseline) {
      return tl::unexpected(refuse("its run did not reach its end"));
    }
    until_ = collected.front().at;
    if (auto fine = windows(); !fine) return tl::unexpected(Errors{fine.error()});
    if (auto fine = forget_what_rules_made(); !fine) return tl::unexpected(Errors{fine.error()});
    auto evaluated = evaluate_rules(prometheus_, given_.rules, given_.order, request());
    if (!evaluated) return tl::unexpected(Errors{evaluated.error()});
    notify(*evaluated);
    alert_changes_of(*evaluated, *baseline, read_until());
    if (auto told = silent_rules(*baseline); !told) return tl::unexpected(Errors{told.error()});
    counts(collected.front().fact, *evaluated);
    for (const std::string& failure : evaluated->failures) {
      add(until_, until_, Trouble{"Prometheus could not evaluate the rule " + failure});
    }
    std::move(evaluated->close_calls.begin(), evaluated->close_calls.end(),
              std::back_inserter(out_.close_calls));
    finish();
    return std::move(out_);
  }

 private:
  Errors refuse(const std::string& why, std::string hint = {},
                std::optional<Position> where = {}) const {
    return {Error{ErrorCode::usage,
                  fmt::format("{} cannot be replayed: {}", recording_.folder.string(), why),
                  std::move(hint), std::move(where)}};
  }

  std::optional<Instant> phase_began(Phase phase) const {
    for (const auto& began : facts_of<PhaseBegan>(recording_.live.history)) {
      if (began.fact.phase == phase) return began.at;
    }
    return {};
  }

  /// What the recorded rules read, and what any rules make, need not be there.
  std::set<std::string> excused() const {
    std::set<std::string> metrics{"", "ALERTS", "ALERTS_FOR_STATE"};
    for (const AlertRule& rule : recording_.live.plan.monitoring.rules) {
      const auto scaled = scale_promql(rule.expr, 1);
      if (!scaled) continue;
      for (std::string& metric : metrics_of(*scaled)) metrics.insert(std::move(metric));
    }
    for (const ReplayGroup& group : given_.rules.groups) {
      for (const ReplayRule& rule : group.rules) {
        if (rule.read.records) metrics.insert(rule.read.rule.name);
      }
    }
    return metrics;
  }

  Checked<void> series_are_there() const {
    if (given_.own_rules) return {};
    const auto there = prometheus_.metrics();
    if (!there) return tl::unexpected(Errors{there.error()});
    const auto fine = excused();
    Errors errors;
    for (const ReplayGroup& group : given_.rules.groups) {
      for (const ReplayRule& rule : group.rules) {
        for (const std::string& metric : metrics_of(rule.read.scaled)) {
          if (fine.count(metric) > 0 || std::binary_search(there->begin(), there->end(), metric)) {
            continue;
          }
          const auto error = refuse(
              fmt::format("{} reads {}, which it has no series of", rule.read.rule.name, metric),
              did_you_mean(metric, *there), rule.read.rule.where);
          errors.insert(errors.end(), error.begin(), error.end());
        }
      }
    }
    if (!errors.empty()) return tl::unexpected(std::move(errors));
    return {};
  }

  /// Windows longer than the baseline must find a past.
  Result<void> windows() {
    if (given_.own_rules) return {};
    const ModelDuration baseline = out_.plan.scenario.timeline.baseline;
    const auto faults = facts_of<FaultInjected>(recording_.live.history);
    if (faults.empty()) return {};
    std::size_t next = 0;
    std::set<std::string> made = {"", "ALERTS", "ALERTS_FOR_STATE"};
    for (const ReplayGroup& group : given_.rules.groups) {
      for (const ReplayRule& rule : group.rules) {
        if (rule.read.records) made.insert(rule.read.rule.name);
      }
    }
    for (const ReplayGroup& group : given_.rules.groups) {
      for (const ReplayRule& rule : group.rules) {
        if (rule.read.records) continue;
        AlertRule& alert = out_.plan.monitoring.rules[next++];
        for (const ScaledPromql::Selector& selector : rule.read.scaled.selectors) {
          if (selector.reach <= baseline || made.count(metric_named(selector.text)) > 0) continue;
          const auto filled = reaches_back(prometheus_, selector.text,
                                           to_wall(selector.reach, recording_.facts.speed),
                                           faults.front().at, until_);
          if (!filled) return tl::unexpected(filled.error());
          alert.window_filled = alert.window_filled && *filled;
        }
      }
    }
    return {};
  }

  /// What the rules of then recorded must not be found by those of now.
  Result<void> forget_what_rules_made() const {
    std::set<std::string> made{"ALERTS", "ALERTS_FOR_STATE"};
    for (const fs::path& file : recording_.rule_files) {
      const auto rules = scale_rules(file, file.string(), 1, {});
      if (!rules) continue;
      for (const ReadRule& rule : rules->rules) {
        if (rule.records) made.insert(rule.rule.name);
      }
    }
    std::set<std::string> metrics;
    for (const ReplayGroup& group : given_.rules.groups) {
      for (const ReplayRule& rule : group.rules) {
        for (std::string& metric : metrics_of(rule.read.scaled)) metrics.insert(std::move(metric));
      }
    }
    // A selector that names no metric may read any of them.
    if (metrics.count("") == 0) {
      std::erase_if(made, [&](const std::string& one) { return metrics.count(one) == 0; });
    }
    return prometheus_.forget({made.begin(), made.end()});
  }

  EvaluationRequest request() const {
    EvaluationRequest request;
    request.rules_loaded = recording_.facts.rules_loaded;
    request.until = until_;
    request.form = recording_.form;
    request.phase = phase_;
    request.late = typical_lateness(recording_.facts.groups, recording_.form);
    request.resend_delay = to_wall(kResend, recording_.facts.speed);
    request.external_labels = recording_.external_labels;
    request.dropped_labels = recording_.dropped_labels;
    return request;
  }

  /// From when on Prometheus's alerts reached Alertmanager: what was sent first tells, unless it
  /// came late for a reason of its own. A run injects nothing before that.
  Instant alertmanager_found() const {
    const auto sent = facts_of<AlertSent>(recording_.live.history);
    const Instant fault = phase_began(Phase::fault).value_or(Instant::max());
    if (!sent.empty() && sent.front().at < fault) return sent.front().at - kArrival;
    return std::min(recording_.facts.rules_loaded + kFindsAlertmanagers, fault);
  }

  Instant alertmanager_started() const {
    for (const auto& ready : facts_of<PartReady>(recording_.live.history)) {
      if (ready.fact.part == "alertmanager") return ready.at;
    }
    return recording_.facts.rules_loaded;
  }

  void notify(EvaluatedRules& evaluated) {
    const Instant found = alertmanager_found();
    auto& sendings = evaluated.sendings;
    sendings.erase(std::remove_if(sendings.begin(), sendings.end(),
                                  [&](const Sending& one) { return one.at < found; }),
                   sendings.end());
    for (const Sending& sending : sendings) {
      if (sending.at > until_) continue;
      for (const SentAlert& alert : sending.alerts) {
        const bool resolved = alert.ends && *alert.ends <= sending.at;
        add(sending.at, sending.at, AlertSent{alert.labels, resolved});
      }
    }
    AlertmanagerOptions options;
    options.started = alertmanager_started();
    options.until = until_;
    options.tolerance = kTolerance;
    Notifications simulated = simulate_alertmanager(given_.routing, sendings, options);
    for (Notification& one : simulated.notifications) deliver(one.at, std::move(one.fact));
    std::move(simulated.close_calls.begin(), simulated.close_calls.end(),
              std::back_inserter(out_.close_calls));
  }

  /// What could not be rendered or delivered then cannot be now; other files may have other
  /// templates.
  void deliver(Instant at, Notified fact) {
    for (const auto& failed : facts_of<DeliveryFailed>(recording_.live.history)) {
      if (!given_.own_routing || fact.observer || failed.fact.receiver != fact.receiver ||
          failed.fact.integration != fact.integration) {
        continue;
      }
      if (failures_.insert({fact.receiver, fact.integration}).second) add(at, until_, failed.fact);
      return;
    }
    ++delivered_;
    add(at, at, std::move(fact));
  }

  /// When the alerts' samples were read: what had not been evaluated for a while counts as over.
  Instant read_until() const {
    for (const Event& event : recording_.live.history.events) {
      if (std::holds_alternative<AlertChanged>(event.fact)) return event.recorded;
    }
    return until_;
  }

  void alert_changes_of(const EvaluatedRules& evaluated, Instant from, Instant to) {
    std::map<Labels, AlertSamples> observed;
    for (const auto& [labels, samples] : evaluated.alerts) {
      for (const auto& [at, phase] : samples) {
        if (at >= from && at <= to) observed[labels][at] = phase;
      }
    }
    for (Event& event : alert_changes(observed, to, evaluation_intervals(out_.plan), until_)) {
      ++changes_;
      out_.events.push_back(std::move(event));
    }
  }

  /// What the run found out of its rules, of other ones.
  Result<void> silent_rules(Instant baseline) {
    if (given_.own_rules) return {};
    auto missing = missing_series(prometheus_.endpoint(), out_.plan.monitoring.rules, baseline,
                                  until_, kQuery);
    if (!missing) return tl::unexpected(missing.error());
    for (NoSeries& fact : *missing) {
      fact.until = Phase::collect;
      add(until_, until_, std::move(fact));
    }
    return {};
  }

  void counts(Collected collected, const EvaluatedRules& evaluated) {
    collected.evaluations = evaluated.evaluations;
    collected.alert_changes = changes_;
    collected.delivered = collected.attempts = delivered_;
    add(until_, until_, std::move(collected));
  }

  void add(Instant at, Instant recorded, Fact fact) {
    out_.events.push_back({at, recorded, std::move(fact)});
  }

  bool is_monitoring(const Fact& fact) const {
    return (std::holds_alternative<NoSeries>(fact) && !given_.own_rules) ||
           std::holds_alternative<AlertChanged>(fact) || std::holds_alternative<AlertSent>(fact) ||
           std::holds_alternative<Notified>(fact) || std::holds_alternative<DeliveryFailed>(fact) ||
           std::holds_alternative<Collected>(fact);
  }

  /// Everything else is as it was; in the order in which it was learnt of.
  void finish() {
    for (const Event& event : recording_.live.history.events) {
      if (!is_monitoring(event.fact)) out_.events.push_back(event);
    }
    std::stable_sort(out_.events.begin(), out_.events.end(), [](const Event& a, const Event& b) {
      const bool last_a = std::holds_alternative<RunEnded>(a.fact);
      const bool last_b = std::holds_alternative<RunEnded>(b.fact);
      return last_a != last_b ? last_b : a.recorded < b.recorded;
    });
  }

  const Recording& recording_;
  const ReplayPlan& given_;
  const RecordedPrometheus& prometheus_;
  double phase_;
  Instant until_;
  std::int64_t changes_ = 0, delivered_ = 0;
  std::set<std::pair<std::string, std::string>> failures_;  ///< receiver, integration
  Replayed out_;
};

}  // namespace

Checked<Replayed> replay(const Recording& recording, const ReplayPlan& plan,
                         const RecordedPrometheus& prometheus, double phase) {
  return Replaying(recording, plan, prometheus, phase).run();
}

}  // namespace misfire
