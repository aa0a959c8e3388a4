#include "judge/invalid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "judge/agreement.hpp"
#include "judge/held_up.hpp"
#include "judge/match.hpp"
#include "judge/order.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

constexpr double kSteady = 0.01;     // more failed logins before the fault hide what it does
constexpr double kDelivered = 0.98;  // of the arrivals that the schedule wanted
constexpr double kLagMs = 100;       // a tick later than this was late
constexpr double kLateTicks = 0.05;  // more late ticks than this: the machine was too slow
constexpr Duration kTickGap = std::chrono::seconds(2);  // eight ticks of the driver

using Reasons = std::vector<std::string>;

template <class T, class See>
void each(const History& history, See see) {
  for (const Event& event : history.events) {
    if (const T* fact = std::get_if<T>(&event.fact)) see(event.at, *fact);
  }
}

void trouble(const History& history, Reasons& reasons) {
  each<Trouble>(history, [&](Instant, const Trouble& t) { reasons.push_back(t.what); });
}

void unasked_exits(const History& history, Reasons& reasons) {
  each<PartExited>(history, [&](Instant, const PartExited& exit) {
    if (exit.asked) return;
    std::string reason =
        exit.signal != 0
            ? fmt::format("{} was ended by signal {}, unasked", ticked(exit.part), exit.signal)
        : exit.code < 0  // nobody could see how
            ? fmt::format("{} is gone, unasked", ticked(exit.part))
            : fmt::format("{} exited with code {}, unasked", ticked(exit.part), exit.code);
    if (!exit.why.empty()) reason += ": " + exit.why;
    reasons.push_back(std::move(reason));
  });
}

void witnessed(const PlannedFault& fault, const History& history, Reasons& reasons) {
  bool asked = false;
  bool shown = false;
  each<FaultWitnessed>(history, [&](Instant, const FaultWitnessed& witness) {
    if (witness.id != fault.id) return;
    asked = true;
    shown = shown || witness.shown;
  });
  if (shown) return;
  reasons.push_back(fmt::format("no effect of fault {} was witnessed{}", ticked(fault.id),
                                asked ? "" : ": nobody looked"));
}

void faults(const Evidence& evidence, const History& history, Reasons& reasons) {
  for (const PlannedFault& fault : evidence.plan().alert_faults) witnessed(fault, history, reasons);
  for (const PlannedFault& fault : evidence.plan().faults) {
    if (evidence.injected(fault.id)) {
      witnessed(fault, history, reasons);
    } else {
      reasons.push_back(fmt::format("fault {} was never injected", ticked(fault.id)));
    }
  }
  if (!evidence.reverted() && evidence.fault()) {
    reasons.push_back("the fault's end was not seen");
  }
}

/// No page, and no page about to come, before the fault.
void quiet_baseline(const Evidence& evidence, const History& history, Instant baseline,
                    Instant fault, Reasons& reasons) {
  const MonitoringFacts& facts = evidence.plan().monitoring;
  const Scenario& scenario = evidence.plan().scenario;
  // An expected alert that was there before the fault proves nothing about it, page or not.
  std::vector<Wanted> expected;
  for (const ExpectAlert& alert : scenario.alerts) expected.push_back(wanted(facts, alert));
  if (scenario.blame) expected.push_back(wanted(facts, *scenario.blame));
  // Nor can it be said of one that is not to come that the fault brought it, or that it stayed
  // away.
  const auto forbidden = [&](const Labels& labels, const std::string& receiver) {
    return (scenario.strict && !is_ignored(facts, labels)) ||
           std::any_of(scenario.quiet.begin(), scenario.quiet.end(), [&](const ExpectQuiet& quiet) {
             return breaks(facts, quiet, labels, receiver);
           });
  };
  const auto matters = [&](const Labels& labels, const std::string& receiver) {
    return counts_as_page(facts, labels) || forbidden(labels, receiver) ||
           std::any_of(expected.begin(), expected.end(),
                       [&](const Wanted& w) { return w.matches(labels); });
  };
  std::set<std::string> told;
  const auto tell = [&](const Labels& labels, const char* what) {
    const std::string& name = label(labels, "alertname");
    if (!told.insert(name).second) return;
    reasons.push_back(
        fmt::format("the baseline was not steady: {} {} before the fault", ticked(name), what));
  };
  each<Notified>(history, [&](Instant at, const Notified& fact) {
    if (at >= fault || fact.resolved || fact.observer) return;
    for (const Notified::Alert& alert : fact.alerts) {
      if (!alert.resolved && matters(alert.labels, fact.receiver)) {
        tell(alert.labels, counts_as_page(facts, alert.labels) ? "paged" : "was notified");
      }
    }
  });
  // What was over before the baseline began (a target that was not up yet) does not count. Nor does
  // what was pending for no longer than its first quarter: the first rates of a stack that has just
  // started are of a few logins.
  const Instant settled = baseline + (fault - baseline) / 4;
  std::map<Labels, AlertPhase> states;
  const auto tell_active = [&](Instant until) {
    if (until < baseline) return;
    for (const auto& [labels, state] : states) {
      if (state == AlertPhase::inactive || !matters(labels, {})) continue;
      if (state == AlertPhase::firing) {
        tell(labels, "was firing");
      } else if (until >= settled) {
        tell(labels, "was pending");
      }
    }
  };
  each<AlertChanged>(history, [&](Instant at, const AlertChanged& fact) {
    if (at >= fault) return;
    tell_active(at);
    states[fact.labels] = fact.state;
  });
  tell_active(fault);
}

void steady_logins(const Evidence& evidence, const History& history, Instant baseline,
                   Instant fault, Reasons& reasons) {
  Tally before;
  for (const Login& login : history.logins) {
    // One that was under way when the fault came is the fault's.
    if (login.planned < baseline || login.planned >= fault || login.answered >= fault) continue;
    ++before.logins;
    before.failed += login.ok() ? 0 : 1;
  }
  if (before.logins == 0) {
    reasons.push_back("there were no logins in the baseline");
  } else if (before.failed_ratio() > kSteady) {
    reasons.push_back(fmt::format("the baseline was not steady: {} of its {} failed",
                                  percent(before.failed_ratio()),
                                  counted(before.logins, "login", "logins")));
  }
  const Instant end = evidence.reverted().value_or(Instant::max());
  if (tally(evidence.samples(), fault, end).logins == 0) {
    reasons.push_back("there were no logins while the fault lasted");
  }
}

/// No stretch without ticks or logins: what was not seen cannot be judged.
void gaps(const History& history, Instant from, Instant to, Reasons& reasons) {
  const auto widest = [&](const std::vector<Instant>& instants) {
    Duration gap{};
    Instant last = from;
    for (Instant at : instants) {
      gap = std::max(gap, at - last);
      last = std::max(last, at);
    }
    return std::max(gap, to - last);
  };
  std::vector<Instant> ticks, logins, looks;
  each<LoadTick>(history, [&](Instant at, const LoadTick&) {
    if (at >= from && at <= to) ticks.push_back(at);
  });
  for (const Login& login : history.logins) {
    if (login.planned >= from && login.planned <= to) logins.push_back(login.planned);
  }
  bool looked = false;
  each<RunBegan>(history, [&](Instant, const RunBegan& began) { looked = began.format >= 2; });
  each<ProcessorTick>(history, [&](Instant at, const ProcessorTick&) {
    if (at >= from && at <= to) looks.push_back(at);
  });
  if (const Duration gap = widest(ticks); gap > kTickGap) {
    reasons.push_back(
        fmt::format("the load driver told nothing for {:.1f} s of wall time", to_seconds(gap)));
  }
  // Poisson arrivals leave thirty mean gaps empty once in 10^13. In seconds: thirty times what a
  // wrong clock told need not fit into nanoseconds.
  const double mean = to_seconds(to - from) / static_cast<double>(logins.size() + 1);
  const double limit = std::max(to_seconds(kTickGap), 30 * mean);
  if (const Duration gap = widest(logins); to_seconds(gap) > limit) {
    reasons.push_back(
        fmt::format("no login was recorded for {:.1f} s of wall time", to_seconds(gap)));
  }
  if (const Duration gap = widest(looks); looked && gap > kTickGap) {
    reasons.push_back(fmt::format(
        "for {:.1f} s of wall time nobody saw whether the parts had a processor", to_seconds(gap)));
  }
}

void load(const History& history, Instant from, Instant to, Reasons& reasons) {
  std::int64_t planned = 0, flood = 0, ticks = 0, late = 0;
  Instant first = to, last = from;
  Instant before = from;  // the end of the tick before the first that counts
  each<LoadTick>(history, [&](Instant at, const LoadTick& tick) {
    if (at < from) before = at;
    if (at < from || at > to) return;
    if (ticks == 0) first = before == from ? from : std::max(before, at - kTickGap);
    ++ticks;
    planned += tick.planned;
    flood += tick.flood_planned;
    late += tick.lag_ms > kLagMs ? 1 : 0;
    last = at;
  });
  if (ticks == 0) return;  // the gaps tell
  const auto compare = [&](const std::vector<Login>& logins, std::int64_t wanted,
                           const char* what) {
    const auto offered = std::count_if(logins.begin(), logins.end(), [&](const Login& login) {
      return login.planned >= first && login.planned < last;
    });
    if (static_cast<double>(offered) >= kDelivered * static_cast<double>(wanted)) return;
    reasons.push_back(
        fmt::format("the {} was not delivered: {} of the {} planned", what,
                    percent(static_cast<double>(offered) / static_cast<double>(wanted)),
                    counted(wanted, "login", "logins")));
  };
  compare(history.logins, planned, "load");
  compare(history.flood, flood, "flood");
  if (static_cast<double>(late) > kLateTicks * static_cast<double>(ticks)) {
    reasons.push_back(fmt::format(
        "the machine could not keep the pace: in {} of the ticks logins were offered more than "
        "{:.0f} ms late",
        percent(static_cast<double>(late) / static_cast<double>(ticks)), kLagMs));
  }
}

/// Notifications that cannot have come from this configuration, or that do not tell what they
/// carry.
void strangers(const Evidence& evidence, Reasons& reasons) {
  const Plan& plan = evidence.plan();
  const MonitoringFacts& facts = plan.monitoring;
  const bool silence_matters = plan.scenario.kind != ScenarioKind::fault || plan.scenario.blame ||
                               !plan.scenario.quiet.empty();
  std::set<std::string> told;
  const auto tell = [&](std::string reason) {
    if (told.insert(reason).second) reasons.push_back(std::move(reason));
  };
  for (const auto& [at, fact] : evidence.notified()) {
    if (std::find(facts.receivers.begin(), facts.receivers.end(), fact.receiver) ==
        facts.receivers.end()) {
      tell(fmt::format("a notification came for receiver {}, which the configuration does not have",
                       ticked(fact.receiver)));
    }
    for (const Notified::Alert& alert : fact.alerts) {
      const std::string& name = label(alert.labels, "alertname");
      const bool known = std::any_of(facts.rules.begin(), facts.rules.end(),
                                     [&](const AlertRule& rule) { return rule.name == name; });
      if (!known) tell(fmt::format("alert {} was notified, but no rule makes it", ticked(name)));
    }
  }
  if (!silence_matters) return;
  for (std::string& reason : without_alerts(evidence)) tell(std::move(reason));
}

}  // namespace

std::vector<std::string> without_alerts(const Evidence& evidence) {
  Reasons reasons;
  const auto fault = evidence.fault();
  const auto end = evidence.observed_until();
  for (const auto& [at, fact] : evidence.notified()) {
    if (!fact.alerts.empty() || fact.resolved || !fault || at < *fault) continue;
    if (end && at >= *end) continue;  // the observer of its flush may not have arrived yet
    std::string reason =
        fmt::format("a notification ({}) reached {} without telling which alerts it carried",
                    fact.integration, ticked(fact.receiver));
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
      reasons.push_back(std::move(reason));
    }
  }
  return reasons;
}

std::vector<std::string> invalid_reasons(const Evidence& evidence, const History& history) {
  Reasons reasons;
  unasked_exits(history, reasons);  // first: other trouble may follow from it
  // What cannot answer for want of a processor is no trouble of its own.
  for (auto& reason : held_up(evidence, history)) reasons.push_back(std::move(reason));
  trouble(history, reasons);
  if (!history.complete) {
    reasons.push_back("the history is incomplete" +
                      (history.damage.empty() ? "" : ": " + history.damage));
    return reasons;
  }
  // logins.bin may be damaged while the events are whole.
  if (!history.damage.empty()) reasons.push_back("the history is damaged: " + history.damage);
  // A run that trouble ended early lacks everything that would have come.
  if (!reasons.empty() && !evidence.phase(Phase::collect)) return reasons;
  faults(evidence, history, reasons);
  const auto baseline = evidence.phase(Phase::baseline);
  const auto fault = evidence.fault();
  const auto end = evidence.observed_until();
  if (!baseline) reasons.push_back("there was no baseline");
  if (!end) reasons.push_back("the run did not reach its end");
  if (baseline && fault) {
    quiet_baseline(evidence, history, *baseline, *fault, reasons);
    steady_logins(evidence, history, *baseline, *fault, reasons);
  }
  if (baseline && end) {
    gaps(history, *baseline, *end, reasons);
    load(history, *baseline, *end, reasons);
  }
  strangers(evidence, reasons);
  for (auto& reason : misplaced(evidence, history)) reasons.push_back(std::move(reason));
  for (auto& reason : disagreements(evidence, history)) reasons.push_back(std::move(reason));
  bool checked = false;
  each<RestorationChecked>(history, [&](Instant, const RestorationChecked&) { checked = true; });
  if (!checked) reasons.push_back("nobody checked that the balancer was restored");
  return reasons;
}

}  // namespace misfire
