// The corruptions of facts. Positions, seeds and spans are swept by the variant's number.
#include <algorithm>
#include <random>

#include "judge/match.hpp"
#include "judge/sabotage.hpp"

namespace misfire::testing {
namespace {

using namespace std::chrono_literals;

constexpr int kSweep = 12;  // positions tried where every one would be too many
const std::vector<Duration> kShifts{-60s, -20s, -8s, -5s, 5s, 8s, 20s, 60s};

template <class T>
T* as(Event& event) {
  return std::get_if<T>(&event.fact);
}

template <class T>
std::vector<std::size_t> places(const History& history) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    if (std::holds_alternative<T>(history.events[i].fact)) found.push_back(i);
  }
  return found;
}

void sort(History& history) {
  std::stable_sort(history.events.begin(), history.events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  std::stable_sort(history.logins.begin(), history.logins.end(),
                   [](const Login& a, const Login& b) { return a.planned < b.planned; });
}

void insert(History& history, Event event) {
  history.events.push_back(std::move(event));
  sort(history);
}

template <class Range, class Which>
bool drop(Range& range, Which which) {
  return std::erase_if(range, which) > 0;
}

/// The variant-th of these places, spread over all of them when there are too many.
std::optional<std::size_t> pick(const std::vector<std::size_t>& all, int variant) {
  const std::size_t most = std::min<std::size_t>(all.size(), kSweep);
  const auto v = static_cast<std::size_t>(variant);
  if (v >= most) return {};
  return all[v * all.size() / most];
}

template <class T>
bool lose_all(Recording& r, int variant) {
  return variant == 0 &&
         drop(r.history.events, [](const Event& e) { return std::holds_alternative<T>(e.fact); });
}

template <class T>
bool lose_one(Recording& r, int variant) {
  const auto place = pick(places<T>(r.history), variant);
  if (!place) return false;
  r.history.events.erase(r.history.events.begin() + static_cast<std::ptrdiff_t>(*place));
  return true;
}

/// Every second, third, … of them.
template <class T>
bool lose_some(Recording& r, int variant) {
  if (variant > 5) return false;
  int n = 0;
  return drop(r.history.events, [&](const Event& e) {
    return std::holds_alternative<T>(e.fact) && n++ % (variant + 2) == variant % 2;
  });
}

/// A minute of model time or more, starting at one of twelve places.
template <class T>
bool lose_a_stretch(Recording& r, int variant) {
  if (variant >= kSweep) return false;
  const auto& events = r.history.events;
  if (events.empty()) return false;
  const auto whole = events.back().at - events.front().at;
  const Instant from = events.front().at + whole * variant / kSweep;
  const Instant to = from + std::max<Duration>(whole / kSweep, to_wall(model_seconds(60), 30));
  drop(r.history.events, [&](const Event& e) {
    return std::holds_alternative<T>(e.fact) && e.at >= from && e.at < to;
  });
  return true;  // to lose a stretch in which nothing was is a corruption, too
}

template <class T>
bool double_one(Recording& r, int variant) {
  const auto place = pick(places<T>(r.history), variant);
  if (!place) return false;
  insert(r.history, r.history.events[*place]);
  return true;
}

/// The clock of these facts was wrong; what was recorded by another clock stays.
template <class... T>
bool shift(Recording& r, int variant) {
  if (variant >= static_cast<int>(kShifts.size())) return false;
  bool any = false;
  for (Event& event : r.history.events) {
    if (!(std::holds_alternative<T>(event.fact) || ...)) continue;
    event.at += kShifts[static_cast<std::size_t>(variant)];
    any = true;
  }
  sort(r.history);
  return any;
}

bool shift_logins(Recording& r, int variant) {
  if (variant >= static_cast<int>(kShifts.size()) || r.history.logins.empty()) return false;
  for (Login& login : r.history.logins) {
    for (Instant* at : {&login.planned, &login.sent, &login.answered}) {
      *at += kShifts[static_cast<std::size_t>(variant)];
    }
  }
  return true;
}

/// The machine's clock was set in the middle. The driver counts on by a clock that cannot be set.
bool step(Recording& r, int variant) {
  const auto shifts = static_cast<int>(kShifts.size());
  if (variant >= shifts * 6 || r.history.events.empty()) return false;
  const auto& events = r.history.events;
  const Instant from =
      events.front().at + (events.back().at - events.front().at) * (variant / shifts + 1) / 8;
  const Duration by = kShifts[static_cast<std::size_t>(variant % shifts)];
  for (Event& event : r.history.events) {
    if (event.recorded < from) continue;
    event.recorded += by;
    if (!std::holds_alternative<LoadTick>(event.fact) && event.at >= from) event.at += by;
  }
  sort(r.history);
  return true;
}

/// A change of each Notified that says something else about its alerts.
template <class Change>
bool change_notified(Recording& r, int variant, Change change) {
  const auto all = places<Notified>(r.history);
  const auto one = pick(all, variant - 1);
  if (variant > 0 && !one) return false;
  bool any = false;
  for (const std::size_t place : all) {
    if (variant > 0 && place != *one) continue;  // variant 0: all of them
    any = change(*as<Notified>(r.history.events[place])) || any;
  }
  return any;
}

bool another_receiver(Recording& r, int variant) {
  return change_notified(r, variant, [](Notified& n) {
    n.receiver += "-of-somebody-else";
    return true;
  });
}

/// As if the routing had sent it where it was expected.
bool expected_receiver(Recording& r, int variant) {
  std::string receiver;
  for (const auto& alert : r.plan.scenario.alerts) {
    const auto team = r.plan.monitoring.teams.find(alert.team.value_or(""));
    if (team != r.plan.monitoring.teams.end()) receiver = team->second.front();
  }
  if (receiver.empty() || variant > 0) return false;
  return change_notified(
      r, 0, [&](Notified& n) { return std::exchange(n.receiver, receiver) != receiver; });
}

bool unknown_alert(Recording& r, int variant) {
  return change_notified(r, variant, [](Notified& n) {
    for (auto& alert : n.alerts) alert.labels["alertname"] += "OfSomebodyElse";
    return !n.alerts.empty();
  });
}

bool other_labels(Recording& r, int variant) {
  return change_notified(r, variant, [](Notified& n) {
    for (auto& alert : n.alerts) {
      for (const char* key : {"severity", "team", "component"}) {
        if (alert.labels.contains(key)) alert.labels[key] = "page";
      }
    }
    return !n.alerts.empty();
  });
}

bool other_alert(Recording& r, int variant) {
  const auto& rules = r.plan.monitoring.rules;
  return change_notified(r, variant, [&](Notified& n) {
    for (auto& alert : n.alerts) {
      const auto rule = std::find_if(rules.begin(), rules.end(), [&](const AlertRule& other) {
        return other.name != label(alert.labels, "alertname");
      });
      if (rule == rules.end()) continue;
      alert.labels = rule->labels;
      alert.labels["alertname"] = rule->name;
    }
    return !n.alerts.empty();
  });
}

bool lost_alerts(Recording& r, int variant) {
  return change_notified(r, variant,
                         [](Notified& n) { return !std::exchange(n.alerts, {}).empty(); });
}

void flip(Notified& n) {
  n.resolved = !n.resolved;
  for (auto& alert : n.alerts) alert.resolved = !alert.resolved;
}

bool flip_status(Recording& r, int variant) {
  return change_notified(r, variant, [](Notified& n) { return flip(n), true; });
}
bool flip_alerts(Recording& r, int variant) {
  return change_notified(r, variant, [](Notified& n) {
    for (auto& alert : n.alerts) alert.resolved = !alert.resolved;
    return !n.alerts.empty();
  });
}
bool flip_sent(Recording& r, int variant) {
  if (variant > 1) return false;
  bool any = false;
  for (Event& event : r.history.events) {
    if (auto* sent = as<AlertSent>(event)) any = true, sent->resolved = !sent->resolved;
    if (auto* notified = as<Notified>(event); notified && variant == 1) flip(*notified);
  }
  return any;
}

bool all_notifications_observe(Recording& r, int variant) {
  return change_notified(r, variant, [](Notified& n) { return n.observer = !n.observer, true; });
}

/// Notifications that would meet what is expected, from somebody who is no part of the stack.
/// `sent` and `stored`: with traces of their way.
bool strangers(Recording& r, int variant, bool sent, bool stored) {
  if (variant > 3) return false;
  const auto fault = places<FaultInjected>(r.history);
  if (fault.empty()) return false;
  const Instant since = r.history.events[fault.front()].at;
  const Instant at = since + to_wall(model_seconds(30.0 * (variant + 1)), r.plan.speed);
  const auto& facts = r.plan.monitoring;
  bool any = false;
  const auto send = [&](const Wanted& wanted, const std::optional<std::string>& team) {
    for (const AlertRule& rule : facts.rules) {
      Labels labels = rule.labels;
      labels["alertname"] = rule.name;
      if (!wanted.matches(labels)) continue;
      Notified n;
      n.integration = "webhook";
      const auto known = facts.teams.find(team.value_or(""));
      n.receiver = known != facts.teams.end() ? known->second.front() : facts.receivers.front();
      n.alerts.push_back({labels, false});
      r.history.events.push_back({at, at, n});
      if (sent) r.history.events.push_back({at, at, AlertSent{labels, false}});
      if (stored) r.history.events.push_back({at, at, AlertChanged{labels, AlertPhase::firing}});
      any = true;
      return;
    }
  };
  for (const auto& alert : r.plan.scenario.alerts) send(wanted(facts, alert), alert.team);
  if (r.plan.scenario.blame) {
    send(wanted(facts, *r.plan.scenario.blame), r.plan.scenario.blame->team);
  }
  sort(r.history);
  return any;
}

template <class Which>
bool lose_logins(Recording& r, Which which) {
  return drop(r.history.logins, which);
}

bool lose_logins_some(Recording& r, int variant) {
  int n = 0;
  return variant < 6 && lose_logins(r, [&](const Login&) { return n++ % (variant + 2) == 0; });
}
bool lose_logins_failed(Recording& r, int variant) {
  int n = 0;
  return variant < 3 &&
         lose_logins(r, [&](const Login& l) { return !l.ok() && n++ % (variant + 1) == 0; });
}
bool lose_logins_stretch(Recording& r, int variant) {
  const auto all = r.history.logins.size();
  const auto begin = all * static_cast<std::size_t>(variant) / kSweep;
  std::size_t n = 0;
  return variant < kSweep &&
         lose_logins(r, [&](const Login&) { return n++ >= begin && n <= begin + all / kSweep; });
}
bool lose_logins_all(Recording& r, int variant) {
  return variant == 0 && lose_logins(r, [](const Login&) { return true; });
}
bool double_logins(Recording& r, int variant) {
  if (variant > 3) return false;
  const auto before = r.history.logins;
  for (std::size_t i = 0; i < before.size(); i += static_cast<std::size_t>(variant) + 1) {
    r.history.logins.push_back(before[i]);
  }
  sort(r.history);
  return !before.empty();
}
bool whiten_logins(Recording& r, int variant) {
  if (variant > 3) return false;
  int n = 0;
  bool any = false;
  for (Login& login : r.history.logins) {
    if (login.ok() || n++ % (variant + 1) != 0) continue;
    login.outcome = Outcome::ok;
    any = true;
  }
  return any;
}
bool whiten_ticks(Recording& r, int variant) {
  bool any = false;
  for (Event& event : r.history.events) {
    if (auto* tick = as<LoadTick>(event); tick && tick->failed > 0) any = true, tick->failed = 0;
  }
  return any && variant == 0;
}
bool fewer_planned(Recording& r, int variant) {
  if (variant > 2) return false;
  for (Event& event : r.history.events) {
    if (auto* tick = as<LoadTick>(event)) tick->planned /= variant + 2;
  }
  return !places<LoadTick>(r.history).empty();
}

bool change_witness(Recording& r, int variant) {
  bool any = false;
  for (Event& event : r.history.events) {
    if (auto* fact = as<FaultWitnessed>(event)) any = true, fact->shown = !fact->shown;
  }
  return any && variant == 0;
}
bool contrary_witness(Recording& r, int variant) {
  const auto place = pick(places<FaultWitnessed>(r.history), variant);
  if (!place) return false;
  Event other = r.history.events[*place];
  auto& fact = *as<FaultWitnessed>(other);
  fact.shown = !fact.shown;
  if (fact.shown) fact.evidence = {"weights 200/25/25 were read back"};
  insert(r.history, other);
  return true;
}
bool change_restoration(Recording& r, int variant) {
  bool any = false;
  for (Event& event : r.history.events) {
    if (auto* fact = as<RestorationChecked>(event)) any = true, fact->identical = !fact->identical;
  }
  return any && variant == 0;
}
bool contrary_restoration(Recording& r, int variant) {
  const auto all = places<RestorationChecked>(r.history);
  if (all.empty() || variant > 0) return false;
  Event other = r.history.events[all.front()];
  *as<RestorationChecked>(other) = {!as<RestorationChecked>(other)->identical, {}};
  insert(r.history, other);
  return true;
}

/// Metrics missing for minutes: by what Prometheus itself counts.
bool fewer_shares(Recording& r, int variant) {
  const auto all = places<Collected>(r.history);
  if (all.empty() || variant > 3) return false;
  auto& fact = *as<Collected>(r.history.events[all.front()]);
  auto& shares = variant < 2 ? fact.scrapes : fact.evaluations;
  if (variant % 2 == 0) {
    shares.clear();
  } else {
    for (auto& share : shares) share.got = share.wanted * 4 / 5;
  }
  return true;
}

bool swap_phases(Recording& r, int variant) {
  const auto all = places<PhaseBegan>(r.history);
  if (static_cast<std::size_t>(variant) + 1 >= all.size()) return false;
  const auto v = static_cast<std::size_t>(variant);
  std::swap(*as<PhaseBegan>(r.history.events[all[v]]),
            *as<PhaseBegan>(r.history.events[all[v + 1]]));
  return true;
}

/// The end comes early; `cut`: and nothing after it was recorded.
bool early_end(Recording& r, int variant, bool cut) {
  auto& events = r.history.events;
  if (variant >= kSweep || events.size() < kSweep) return false;
  const std::size_t keep = events.size() * static_cast<std::size_t>(variant) / kSweep;
  const Event end{events[keep].at, events[keep].at, RunEnded{}};
  drop(events, [](const Event& e) { return std::holds_alternative<RunEnded>(e.fact); });
  if (cut) events.resize(std::min(keep, events.size()));
  insert(r.history, end);
  return true;
}

bool another_plan(Recording& r, int variant) {
  static const auto all = recordings();
  if (static_cast<std::size_t>(variant) >= all.size()) return false;
  Plan other = plan_of_recording(all[static_cast<std::size_t>(variant)]);
  if (other.run_id == r.plan.run_id) return true;  // its own: nothing is corrupted
  r.plan = std::move(other);
  return true;
}

bool nothing_at_all(Recording& r, int variant) {
  r.history.events.clear();
  r.history.logins.clear();
  return variant == 0;
}

/// What was recorded is told in another order: nothing that happened is changed by it.
bool shuffled(Recording& r, int variant) {
  if (variant > 5) return false;
  std::mt19937 random(static_cast<unsigned>(variant) + 1);
  std::shuffle(r.history.events.begin(), r.history.events.end(), random);
  sort(r.history);
  return true;
}

}  // namespace

const std::vector<Corruption>& sabotaged_facts() {
  static const std::vector<Corruption> all{
      {"notifications", "all lost", lose_all<Notified>},
      {"notifications", "one lost", lose_one<Notified>},
      {"notifications", "every k-th lost", lose_some<Notified>},
      {"notifications", "lost for minutes", lose_a_stretch<Notified>},
      {"notifications", "one twice", double_one<Notified>},
      {"notifications", "for an unknown receiver", another_receiver},
      {"notifications", "for the expected receiver instead", expected_receiver},
      {"notifications", "of an alert that no rule makes", unknown_alert},
      {"notifications", "of another rule's alert", other_alert},
      {"notifications", "with other labels", other_labels},
      {"notifications", "without their alerts", lost_alerts},
      {"notifications", "firing and resolved mixed up", flip_status},
      {"notifications", "their alerts' status mixed up", flip_alerts},
      {"notifications", "observer and receiver mixed up", all_notifications_observe},
      {"notifications", "a stranger's, as expected",
       [](Recording& r, int v) { return strangers(r, v, false, false); }},
      {"notifications", "a stranger's, seen as sent, too",
       [](Recording& r, int v) { return strangers(r, v, true, false); }},
      {"notifications", "a stranger's, seen as stored, too",
       [](Recording& r, int v) { return strangers(r, v, true, true); }},
      {"notifications", "a failed delivery lost", lose_one<DeliveryFailed>},
      {"alerts", "all stored states lost", lose_all<AlertChanged>},
      {"alerts", "one stored state lost", lose_one<AlertChanged>},
      {"alerts", "stored states lost for minutes", lose_a_stretch<AlertChanged>},
      {"alerts", "one stored state twice", double_one<AlertChanged>},
      {"alerts", "all sent ones lost", lose_all<AlertSent>},
      {"alerts", "one sent one lost", lose_one<AlertSent>},
      {"alerts", "sent ones: firing and resolved mixed up", flip_sent},
      {"metrics", "scrapes or evaluations missing", fewer_shares},
      {"metrics", "what was collected is lost", lose_all<Collected>},
      {"metrics", "what was collected twice", double_one<Collected>},
      {"processor", "all ticks lost", lose_all<ProcessorTick>},
      {"processor", "one tick lost", lose_one<ProcessorTick>},
      {"processor", "every k-th tick lost", lose_some<ProcessorTick>},
      {"processor", "ticks lost for minutes", lose_a_stretch<ProcessorTick>},
      {"processor", "one tick twice", double_one<ProcessorTick>},
      {"processor", "clock of ticks wrong", shift<ProcessorTick>},
      {"logins", "all ticks lost", lose_all<LoadTick>},
      {"logins", "one tick lost", lose_one<LoadTick>},
      {"logins", "every k-th tick lost", lose_some<LoadTick>},
      {"logins", "ticks lost for minutes", lose_a_stretch<LoadTick>},
      {"logins", "one tick twice", double_one<LoadTick>},
      {"logins", "all lost", lose_logins_all},
      {"logins", "every k-th lost", lose_logins_some},
      {"logins", "failed ones lost", lose_logins_failed},
      {"logins", "lost for minutes", lose_logins_stretch},
      {"logins", "twice", double_logins},
      {"logins", "failed ones told as ok", whiten_logins},
      {"logins", "failed ones told as ok by the ticks", whiten_ticks},
      {"logins", "fewer arrivals planned", fewer_planned},
      {"clocks", "of notifications wrong", shift<Notified>},
      {"clocks", "of the sink wrong", shift<Notified, AlertSent>},
      {"clocks", "of Prometheus wrong", shift<AlertChanged>},
      {"clocks", "of monitoring wrong", shift<AlertChanged, AlertSent, Notified>},
      {"clocks", "of ticks wrong", shift<LoadTick>},
      {"clocks", "of logins.bin wrong", shift_logins},
      {"clocks", "of injection wrong", shift<FaultInjected>},
      {"clocks", "of the revert wrong", shift<FaultReverted>},
      {"clocks", "of the phases wrong", shift<PhaseBegan>},
      {"clocks", "set in the middle", step},
      {"proofs", "witness lost", lose_all<FaultWitnessed>},
      {"proofs", "witness says the opposite", change_witness},
      {"proofs", "witness contradicted", contrary_witness},
      {"proofs", "restoration lost", lose_all<RestorationChecked>},
      {"proofs", "restoration twice", double_one<RestorationChecked>},
      {"proofs", "restoration says the opposite", change_restoration},
      {"proofs", "restoration contradicted", contrary_restoration},
      {"order", "injection lost", lose_one<FaultInjected>},
      {"order", "injection twice", double_one<FaultInjected>},
      {"order", "revert lost", lose_one<FaultReverted>},
      {"order", "revert twice", double_one<FaultReverted>},
      {"order", "a phase lost", lose_one<PhaseBegan>},
      {"order", "a phase twice", double_one<PhaseBegan>},
      {"order", "two phases exchanged", swap_phases},
      {"order", "the run's begin lost", lose_one<RunBegan>},
      {"order", "the run's end lost", lose_one<RunEnded>},
      {"order", "the run's end twice", double_one<RunEnded>},
      {"order", "the run's end early", [](Recording& r, int v) { return early_end(r, v, false); }},
      {"order", "cut, with an end", [](Recording& r, int v) { return early_end(r, v, true); }},
      {"order", "everything lost", nothing_at_all},
      {"order", "told in another order", shuffled},
      {"order", "another run's plan", another_plan},
  };
  return all;
}

}  // namespace misfire::testing
