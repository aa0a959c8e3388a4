// Writes plans and histories of runs tersely, for tests of the judge and the reports. Times are
// seconds of model time after the fault; what is not said is a run in which all is well.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>

#include "judge/judgement.hpp"
#include "judge/match.hpp"

namespace misfire::testing {

inline Labels page(const std::string& name, const std::string& team,
                   const std::string& component = {}) {
  Labels labels{{"alertname", name}, {"severity", "page"}, {"team", team}};
  if (!component.empty()) labels["component"] = component;
  return labels;
}

inline Labels ticket(const std::string& name, const std::string& team) {
  return {{"alertname", name}, {"severity", "ticket"}, {"team", team}};
}

inline const Labels kSymptom = page("LoginFailureRatioHigh", "auth");
inline const Labels kCause = page("TrafficImbalance", "network", "load-balancer");
inline const Labels kDatabase = page("DatabaseSlow", "database", "database");

inline AlertRule rule(Labels labels, double hold_s) {
  AlertRule r;
  r.name = labels.at("alertname");
  labels.erase("alertname");
  r.labels = std::move(labels);
  r.group = "g";
  r.expr = "x > 1";
  r.hold = model_seconds(hold_s);
  r.interval = model_seconds(15);
  r.longest_window = model_seconds(120);
  return r;
}

inline constexpr int kObserver = 1;  // which webhook of a receiver observes, if any does

/// The February scenario bound to the fixtures, as far as the judge looks.
inline Plan february() {
  Plan plan;
  plan.run_id = "r1";
  plan.speed = 30;
  plan.seed = 7;
  plan.engine = "process";
  plan.balancer = "haproxy";
  plan.pool = "auth";
  plan.servers = {"auth1", "auth2", "auth3"};
  plan.load = {100, 200, std::chrono::seconds(1)};
  PlannedFault skew;
  skew.id = "skew";
  skew.name = "weights";
  skew.lasts = model_seconds(600);
  plan.faults.push_back(skew);

  Scenario& s = plan.scenario;
  s.name = "feb-18-weight-skew";
  s.title = "One backend gets four fifths of the logins";
  s.impact = ExpectImpact{0.25, 0.35, {}};
  ExpectAlert symptom;
  symptom.symptom = true;
  symptom.team = "auth";
  symptom.within = {model_seconds(300), ""};
  s.alerts.push_back(symptom);
  s.blame = ExpectBlame{"load-balancer", "network", {model_seconds(360), ""}, {}};
  ExpectQuiet quiet;
  quiet.component = "database";
  s.quiet.push_back(quiet);
  ExpectRecovery recovery;
  recovery.logins_ok = ExpectRecovery::LoginsOk{0.999, model_seconds(60)};
  recovery.alerts_resolved = model_seconds(500);
  s.recovery = recovery;

  MonitoringFacts& m = plan.monitoring;
  m.scrape_interval = model_seconds(15);
  m.rules = {rule(kSymptom, 60), rule(kCause, 120), rule(kDatabase, 60),
             rule(ticket("WeightSkew", "network"), 60)};
  m.receivers = {"default",         "auth-oncall",  "network-oncall",
                 "database-oncall", "auth-tickets", "network-tickets"};
  m.observers = {{"default", kObserver},
                 {"auth-oncall", kObserver},
                 {"network-oncall", kObserver},
                 {"database-oncall", kObserver}};
  m.longest_group_wait = model_seconds(30);
  m.longest_group_interval = model_seconds(300);
  m.teams = {{"auth", {"auth-oncall", "auth-tickets"}},
             {"network", {"network-oncall", "network-tickets"}},
             {"database", {"database-oncall"}}};
  m.pages = {{"severity", {"page"}}};
  m.ignore = {"Watchdog"};
  return plan;
}

/// The same with the fixtures' routes: a receiver a team, and a group of its own for every alert.
inline Plan routed() {
  Plan plan = february();
  const auto add = [&](int depth, std::string receiver, std::vector<Matcher> matchers) {
    plan.monitoring.routes.push_back({depth,
                                      std::move(receiver),
                                      std::move(matchers),
                                      true,
                                      false,
                                      {"alertname", "team"},
                                      model_seconds(30),
                                      model_seconds(300)});
  };
  add(0, "default", {});
  for (const char* team : {"auth", "network", "database"}) {
    add(1, std::string(team) + "-oncall", {{"team", Matcher::Op::equal, team}});
  }
  return plan;
}

/// The same as a twin: an unchanged reload, no expectations.
inline Plan twin() {
  Plan plan = february();
  plan.scenario.name = "twin";
  plan.scenario.kind = ScenarioKind::twin;
  plan.scenario.impact.reset();
  plan.scenario.alerts.clear();
  plan.scenario.blame.reset();
  plan.scenario.quiet.clear();
  plan.scenario.recovery.reset();
  return plan;
}

class HistoryBuilder {
 public:
  /// Baseline of 3 min, fault of 6 min, recovery of 10 min.
  explicit HistoryBuilder(double speed = 30) : speed_(speed) {}

  /// The wall instant of a model second after the fault.
  Instant at(double s) const { return kFault + from_seconds(s / speed_); }

  HistoryBuilder& add(double s, Fact fact) {
    events_.push_back({at(s), at(s), std::move(fact)});
    return *this;
  }
  HistoryBuilder& pending(double s, const Labels& l) {
    return add(s, AlertChanged{l, AlertPhase::pending});
  }
  HistoryBuilder& firing(double s, const Labels& l) {
    return add(s, AlertChanged{l, AlertPhase::firing});
  }
  HistoryBuilder& inactive(double s, const Labels& l) {
    return add(s, AlertChanged{l, AlertPhase::inactive});
  }
  HistoryBuilder& sent(double s, const Labels& l, bool resolved = false) {
    return add(s, AlertSent{l, resolved});
  }
  HistoryBuilder& notified(double s, const std::string& receiver, const Labels& l,
                           const std::string& integration = "webhook") {
    return add(s, notification(receiver, l, integration));
  }
  /// What the observer webhook of a receiver saw.
  HistoryBuilder& observed(double s, const std::string& receiver, const Labels& l) {
    Notified n = notification(receiver, l, "webhook");
    n.observer = true;
    n.index = kObserver;
    return add(s, n);
  }
  HistoryBuilder& resolved(double s, const std::string& receiver, const Labels& l) {
    Notified n = notification(receiver, l, "webhook");
    n.resolved = true;
    n.alerts.front().resolved = true;
    return add(s, n);
  }
  /// The whole way of an alert that fires after `s` and is over after the revert.
  HistoryBuilder& alert(double s, const Labels& l, const std::string& receiver, double hold = 60) {
    pending(s, l).firing(s + hold, l).sent(s + hold + 0.1, l);
    notified(s + hold + 31, receiver, l);
    return inactive(revert_ + 200, l).sent(revert_ + 200.1, l, true);
  }
  /// Both alerts of February as they should be.
  HistoryBuilder& february_alerts() {
    return alert(40, kSymptom, "auth-oncall").alert(90, kCause, "network-oncall", 120);
  }

  HistoryBuilder& failing(double from, double to, double share) {
    failures_.push_back({at(from), at(to), share});
    return *this;
  }
  /// Harm of 30 % from 5 s after the fault until its end.
  HistoryBuilder& harm(double share = 0.304) { return failing(5, revert_, share); }

  HistoryBuilder& revert_at(double s) { return revert_ = s, *this; }
  /// The fault was taken back because every expectation of then was decided.
  HistoryBuilder& decided() { return why_reverted_ = kEverythingDecided, *this; }
  HistoryBuilder& end_at(double s) { return end_ = s, *this; }
  HistoryBuilder& witnessed(bool shown) { return shown_ = shown, *this; }
  HistoryBuilder& restored(bool identical, std::vector<std::string> differences = {}) {
    restoration_ = RestorationChecked{identical, std::move(differences)};
    return *this;
  }
  /// Only what was said: no way of an alert is completed before what was said of it.
  HistoryBuilder& bare() { return bare_ = true, *this; }
  /// Somebody looked whether the parts had a processor: in each tick this part lacked so many ms.
  HistoryBuilder& held(double from, double to, const std::string& part, std::int64_t ms) {
    held_.push_back({at(from), at(to), part, ms});
    return looked();
  }
  HistoryBuilder& looked() { return looked_ = true, *this; }
  HistoryBuilder& lag_ms(double ms) { return lag_ms_ = ms, *this; }

  History build() const {
    History history;
    history.complete = true;
    auto events = events_;
    const auto put = [&](double s, Fact fact) {
      events.push_back({at(s), at(s), std::move(fact)});
    };
    put(-240, RunBegan{"r1", "s", speed_, 7, "", looked_ ? kHistoryFormat : 1});
    put(-240, PhaseBegan{Phase::start, ""});
    put(-190, PhaseBegan{Phase::fill, ""});
    put(-180, PhaseBegan{Phase::baseline, ""});
    put(0, PhaseBegan{Phase::fault, "its time is over"});
    put(0, FaultInjected{"skew", "weights", "reload",
                         "--- haproxy.cfg\n+++ haproxy.cfg\n@@ -1,2 +1,2 @@\n"
                         "-  server auth1 127.77.1.1:9001 weight 100\n"
                         "+  server auth1 127.77.1.1:9001 weight 200\n"});
    std::vector<std::string> evidence;
    if (shown_) evidence.push_back("weights 200/25/25 were read back");
    put(10, FaultWitnessed{"skew", shown_, evidence});
    put(revert_, FaultReverted{"skew", why_reverted_});
    put(revert_, PhaseBegan{Phase::recovery, "every expectation is decided"});
    if (restoration_) put(revert_ + 10, *restoration_);
    put(end_, PhaseBegan{Phase::collect, "its time is over"});
    put(end_ + 10, PhaseBegan{Phase::stop, ""});
    put(end_ + 20, RunEnded{});
    logins(history, events);
    if (looked_) processor_ticks(events);
    if (!bare_) complete(events);
    put(end_ + 1, collected(events));
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    history.events = std::move(events);
    return history;
  }

 private:
  static constexpr Instant kFault{std::chrono::seconds(1'700'000'000)};
  static constexpr Duration kTick = std::chrono::milliseconds(250);
  static constexpr int kPerSecond = 100;  // of wall time

  static Notified notification(const std::string& receiver, const Labels& l,
                               const std::string& integration) {
    Notified n;
    n.receiver = receiver;
    n.integration = integration;
    n.alerts.push_back({l, false});
    return n;
  }

  double share_at(Instant t) const {
    for (const auto& f : failures_) {
      if (t >= f.from && t < f.to) return f.share;
    }
    return 0;
  }

  /// A login each 10 ms, a tick each 250 ms; failures evenly spread, all of them at auth1.
  void logins(History& history, std::vector<Event>& events) const {
    double owed = 0;
    int n = 0;
    for (Instant t = at(-180); t < at(end_); t += from_seconds(1.0 / kPerSecond), ++n) {
      Login login;
      login.planned = login.sent = t;
      login.answered = t + std::chrono::milliseconds(25);
      login.user = static_cast<std::uint32_t>(n * 7 % 200);
      const double share = share_at(t);
      owed += share;
      const bool failed = owed >= 1;
      if (failed) owed -= 1;
      login.outcome = failed ? Outcome::unavailable : Outcome::ok;
      login.status = failed ? 503 : 200;
      // Under the skew four fifths go to auth1, and all that fails fails there.
      login.backend = static_cast<std::uint8_t>(failed      ? 0
                                                : share > 0 ? (n % 10 < 7 ? 0 : 1 + n % 2)
                                                            : n % 3);
      history.logins.push_back(login);
    }
    ticks(history, events);
  }

  /// What the driver tells each quarter of a second: the logins that were answered in it.
  void ticks(const History& history, std::vector<Event>& events) const {
    auto next = history.logins.begin();
    for (Instant end = at(-180) + kTick; end <= at(end_); end += kTick) {
      LoadTick tick;
      tick.planned = kPerSecond / 4;
      tick.lag_ms = lag_ms_;
      tick.per_backend.resize(3);
      for (; next != history.logins.end() && next->answered <= end; ++next) {
        ++tick.logins;
        tick.failed += next->ok() ? 0 : 1;
        ++tick.per_backend[next->backend];
      }
      events.push_back({end, end, tick});
    }
  }

  void processor_ticks(std::vector<Event>& events) const {
    for (Instant end = at(-240) + kTick; end <= at(end_ + 20); end += kTick) {
      ProcessorTick tick{{{"auth1", 0}, {"auth2", 0}, {"balancer", 0}}};
      for (const Held& held : held_) {
        if (end > held.from && end <= held.to) tick.held_ms[held.part] = held.ms;
      }
      events.push_back({end, end, std::move(tick)});
    }
  }

  /// Alertmanager notifies what Prometheus sent, and Prometheus sends what it stored as firing.
  static void complete(std::vector<Event>& events) {
    const auto seen = [&]<class T>(const T&, Instant by, const Labels& labels, auto which) {
      return std::any_of(events.begin(), events.end(), [&](const Event& event) {
        const T* fact = std::get_if<T>(&event.fact);
        return fact && event.at <= by && same_alert(fact->labels, labels) && which(*fact);
      });
    };
    const auto said = events;
    const auto way = [&](Instant at, const Labels& labels, bool resolved) {
      const auto same = [&](const AlertSent& f) { return f.resolved == resolved; };
      const auto first = [](const AlertSent& f) { return !f.resolved; };
      const auto fired = [](const AlertChanged& f) { return f.state == AlertPhase::firing; };
      if (!seen(AlertSent{}, at, labels, same))
        events.push_back({at, at, AlertSent{labels, resolved}});
      if (!seen(AlertSent{}, at, labels, first))
        events.push_back({at, at, AlertSent{labels, false}});
      if (!seen(AlertChanged{}, at, labels, fired)) {
        events.push_back({at, at, AlertChanged{labels, AlertPhase::firing}});
      }
    };
    for (const Event& event : said) {
      if (const auto* sent = std::get_if<AlertSent>(&event.fact)) {
        way(event.at, sent->labels, sent->resolved);
      } else if (const auto* notified = std::get_if<Notified>(&event.fact)) {
        for (const auto& alert : notified->alerts) way(event.at, alert.labels, alert.resolved);
      }
    }
  }

  /// What the sources of these events would have counted.
  static Collected collected(const std::vector<Event>& events) {
    Collected c;
    c.scrapes = {{"auth auth1", 70, 70}};
    c.evaluations = {{"rules/login.yml;login", 70, 70}};
    for (const Event& event : events) {
      c.alert_changes += std::holds_alternative<AlertChanged>(event.fact) ? 1 : 0;
      c.delivered += std::holds_alternative<Notified>(event.fact) ? 1 : 0;
    }
    c.attempts = c.delivered;
    return c;
  }

  struct Failing {
    Instant from, to;
    double share;
  };
  struct Held {
    Instant from, to;
    std::string part;
    std::int64_t ms;
  };
  double speed_;
  double revert_ = 360, end_ = 960, lag_ms_ = 1;
  std::string why_reverted_ = "its time is over";
  bool shown_ = true, bare_ = false, looked_ = false;
  std::optional<RestorationChecked> restoration_ = RestorationChecked{true, {}};
  std::vector<Event> events_;
  std::vector<Failing> failures_;
  std::vector<Held> held_;
};

}  // namespace misfire::testing
