#include "judge/order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "history/via.hpp"
#include "judge/facts_of.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

using Reasons = std::vector<std::string>;

// Parts read their own clocks, and one that waits for the processor tells late: on one machine this
// much is never a wrong clock. (A wall time: at speed 30 it is half a minute of model time.)
constexpr Duration kSlack = std::chrono::seconds(1);
// A notification is kept back for 2 s until its observer tells which alerts it carried.
constexpr Duration kHeldBack = std::chrono::seconds(4);

/// Exactly one of this kind; the one.
template <class T>
std::optional<Dated<T>> once(const History& history, const char* what, Reasons& reasons) {
  const auto all = facts_of<T>(history);
  if (all.size() == 1) return all.front();
  reasons.push_back(all.empty() ? fmt::format("the history does not tell {}", what)
                                : fmt::format("the history tells {} {} times", what, all.size()));
  return {};
}

void same_run(const Plan& plan, const RunBegan& began, Reasons& reasons) {
  if (began.run_id == plan.run_id && began.seed == plan.seed && began.speed == plan.speed) return;
  reasons.push_back(fmt::format(
      "plan and history are of different runs: run {}, seed {}, speed {:g} was planned, "
      "run {}, seed {}, speed {:g} happened",
      plan.run_id, plan.seed, plan.speed, began.run_id, began.seed, began.speed));
}

void phases_in_order(const History& history, Reasons& reasons) {
  const auto phases = facts_of<PhaseBegan>(history);
  std::string told;
  bool fine = phases.size() == static_cast<std::size_t>(Phase::stop) + 1;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    fine = fine && phases[i].fact.phase == static_cast<Phase>(i);
    told += (told.empty() ? "" : ", ") + std::string(to_string(phases[i].fact.phase));
  }
  if (!fine) reasons.push_back("the phases are not each there once and in order: " + told);
}

void within_the_run(const History& history, Instant began, Instant ended, Reasons& reasons) {
  std::int64_t outside = 0, foretold = 0;
  for (const Event& event : history.events) {
    outside += event.at < began - kSlack || event.at > ended + kSlack ? 1 : 0;
    foretold += event.recorded + kSlack < event.at ? 1 : 0;
  }
  if (outside > 0) {
    reasons.push_back(
        fmt::format("a clock was wrong: {} happened before the run began or after it ended",
                    counted(outside, "event", "events")));
  }
  if (foretold > 0) {
    reasons.push_back(fmt::format("a clock was wrong: {} recorded before it happened",
                                  counted(foretold, "event was", "events were")));
  }
}

/// Faults come in the phase that is theirs, are planned ones, and come and go once.
void faults_in_place(const Evidence& evidence, const History& history, Reasons& reasons) {
  const auto& planned = evidence.plan().faults;
  const auto begin = evidence.phase(Phase::fault);
  const auto end = evidence.phase(Phase::recovery);
  if (!begin || !end) return;  // told by the phases
  const auto outside = [&](Instant at) { return at < *begin - kSlack || at > *end + kSlack; };
  std::vector<std::string> injected, reverted;
  for (const auto& [at, fact] : facts_of<FaultInjected>(history)) {
    const bool known = std::any_of(planned.begin(), planned.end(), [&, &f = fact](const auto& p) {
      return p.id == f.id && p.name == f.name;
    });
    if (!known) {
      reasons.push_back(
          fmt::format("fault {} ({}) was injected, but not planned", ticked(fact.id), fact.name));
    }
    if (std::find(injected.begin(), injected.end(), fact.id) != injected.end()) {
      reasons.push_back(fmt::format("fault {} was injected twice", ticked(fact.id)));
    }
    if (outside(at)) {
      reasons.push_back(fmt::format("fault {} was injected outside of its phase", ticked(fact.id)));
    }
    injected.push_back(fact.id);
  }
  for (const auto& [at, fact] : facts_of<FaultReverted>(history)) {
    if (std::find(reverted.begin(), reverted.end(), fact.id) != reverted.end()) {
      reasons.push_back(fmt::format("fault {} was taken back twice", ticked(fact.id)));
    }
    const auto since = evidence.injected(fact.id);
    if (!since || at < *since || outside(at)) {
      reasons.push_back(
          fmt::format("fault {} was taken back, but not while it lasted", ticked(fact.id)));
    }
    reverted.push_back(fact.id);
  }
  for (const std::string& id : injected) {
    if (std::find(reverted.begin(), reverted.end(), id) == reverted.end()) {
      reasons.push_back(fmt::format("the end of fault {} was not recorded", ticked(id)));
    }
  }
  const auto& all_the_time = evidence.plan().alert_faults;
  for (const auto& [at, fact] : facts_of<FaultWitnessed>(history)) {
    if (std::any_of(all_the_time.begin(), all_the_time.end(),
                    [&, &f = fact](const auto& fault) { return fault.id == f.id; })) {
      if (at >= *begin) {
        reasons.push_back(
            fmt::format("fault {} was not witnessed before the others came", ticked(fact.id)));
      }
      continue;
    }
    const auto since = evidence.injected(fact.id);
    if (!since || at < *since || outside(at)) {
      reasons.push_back(
          fmt::format("fault {} was witnessed, but not while it lasted", ticked(fact.id)));
    }
  }
}

/// The part's name as a word of what was done: "auth1, auth2 and auth3 are killed".
bool names(const std::string& change, const std::string& part) {
  constexpr const char* kBetween = " ,\n";
  for (std::size_t at = change.find(part); at != std::string::npos;
       at = change.find(part, at + 1)) {
    const std::size_t end = at + part.size();
    const bool begins = at == 0 || std::strchr(kBetween, change[at - 1]) != nullptr;
    const bool ends = end == change.size() || std::strchr(kBetween, change[end]) != nullptr;
    if (begins && ends) return true;
  }
  return false;
}

/// Only a stressor that kills asks a part to end while the run is observed, and only those that it
/// says: else somebody's kill would be excused.
void ends_in_place(const Evidence& evidence, const History& history, Reasons& reasons) {
  const auto injected = facts_of<FaultInjected>(history);
  const auto over = evidence.observed_until();
  for (const auto& ended : facts_of<PartExited>(history)) {
    const std::string& part = ended.fact.part;
    if (!ended.fact.asked || (over && ended.at >= *over)) continue;
    const bool asked = std::any_of(injected.begin(), injected.end(), [&](const auto& f) {
      const Instant end = evidence.reverted(f.fact.id).value_or(Instant::max() - kSlack);
      return f.fact.via == kByStressor && ends_parts(f.fact.name) && names(f.fact.change, part) &&
             ended.at >= f.at - kSlack && ended.at <= end + kSlack;
    });
    if (asked) continue;
    reasons.push_back(fmt::format(
        "{} ended as if it had been asked to, while no fault asked for it", ticked(part)));
  }
}

/// Proofs that contradict themselves: a record that was changed or mixed up.
void whole_proofs(const Evidence& evidence, const History& history, Reasons& reasons) {
  const auto witnesses = facts_of<FaultWitnessed>(history);
  for (const auto& one : witnesses) {
    // One that was not shown tells what was seen instead.
    if (one.fact.shown && one.fact.evidence.empty()) {
      reasons.push_back(fmt::format("the effect of fault {} was witnessed without evidence",
                                    ticked(one.fact.id)));
    }
    const bool denied = std::any_of(witnesses.begin(), witnesses.end(), [&](const auto& other) {
      return other.fact.id == one.fact.id && !other.fact.shown;
    });
    if (one.fact.shown && denied) {
      reasons.push_back(
          fmt::format("the effect of fault {} was both witnessed and not", ticked(one.fact.id)));
    }
  }
  const auto reverted = facts_of<FaultReverted>(history);
  const bool ended_for_none = std::any_of(
      reverted.begin(), reverted.end(), [](const auto& one) { return one.fact.why == kNoEffect; });
  if (ended_for_none && std::all_of(witnesses.begin(), witnesses.end(),
                                    [](const auto& one) { return one.fact.shown; })) {
    reasons.push_back(
        "the faults were taken back since one had no effect, yet the effect of each was witnessed");
  }
  if (facts_of<RestorationChecked>(history).empty()) return;  // told elsewhere
  const auto restored =
      once<RestorationChecked>(history, "whether the balancer was restored", reasons);
  if (!restored) return;
  if (restored->fact.identical != restored->fact.differences.empty()) {
    reasons.push_back(restored->fact.identical
                          ? "the balancer was found restored, yet with differences"
                          : "the balancer was found not restored, yet without a difference");
  }
  const auto from = evidence.phase(Phase::recovery), to = evidence.phase(Phase::collect);
  if (from && to && (restored->at < *from || restored->at > *to)) {
    reasons.push_back(
        "the balancer's restoration was checked at another time than at the end of "
        "the recovery");
  }
}

/// What was learnt of late although its source was asked in between was dated by a wrong clock.
void asked_in_between(const History& history, Reasons& reasons) {
  struct Asked {
    Instant at, recorded;
  };
  std::vector<Asked> ticks;  // each round of the watch asks for ticks first, then the sink
  for (const Event& event : history.events) {
    if (std::holds_alternative<LoadTick>(event.fact)) ticks.push_back({event.at, event.recorded});
  }
  const auto asked = [&](Instant after, Instant before) {
    auto tick = std::lower_bound(ticks.begin(), ticks.end(), after,
                                 [](const Asked& a, Instant t) { return a.at < t; });
    for (; tick != ticks.end() && tick->at < before; ++tick) {
      if (tick->recorded + kSlack < before) return true;
    }
    return false;
  };
  bool stale = false;
  for (const Event& event : history.events) {
    if (!std::holds_alternative<Notified>(event.fact) &&
        !std::holds_alternative<AlertSent>(event.fact)) {
      continue;
    }
    stale = stale || asked(event.at + kHeldBack, event.recorded);
  }
  if (stale) {
    reasons.push_back(
        "a clock was wrong: notifications were learnt of long after they came, "
        "although the sink was asked in between");
  }
  // A reload is recorded when it is over; others are told of meanwhile.
  for (const Event& event : history.events) {
    if (!std::holds_alternative<FaultInjected>(event.fact) &&
        !std::holds_alternative<FaultReverted>(event.fact)) {
      continue;
    }
    const bool meanwhile = std::any_of(ticks.begin(), ticks.end(), [&](const Asked& tick) {
      return tick.recorded > event.at + kSlack && tick.recorded + kSlack < event.recorded;
    });
    if (!meanwhile) continue;
    reasons.push_back(fmt::format(
        "a fault came or went {:.1f} s before that was recorded: applying it took as long, on a "
        "busy machine, or a clock was wrong",
        to_seconds(event.recorded - event.at)));
    break;
  }
  for (std::size_t i = 0; i + 1 < ticks.size(); ++i) {
    // The next tick had ended, by the driver's clock, when this one was told, and was not told yet.
    if (ticks[i + 1].at + 2 * kSlack < ticks[i].recorded &&
        ticks[i + 1].recorded > ticks[i].recorded + std::chrono::milliseconds(100)) {
      reasons.push_back(fmt::format("a clock was wrong: the load driver's was {:.1f} s behind",
                                    to_seconds(ticks[i].recorded - ticks[i].at)));
      return;
    }
  }
}

}  // namespace

std::vector<std::string> misplaced(const Evidence& evidence, const History& history) {
  Reasons reasons;
  const auto began = once<RunBegan>(history, "that the run began", reasons);
  const auto ended = once<RunEnded>(history, "that the run ended", reasons);
  if (began) same_run(evidence.plan(), began->fact, reasons);
  if (began && ended) within_the_run(history, began->at, ended->at, reasons);
  if (!given_up(history)) {
    phases_in_order(history, reasons);
    faults_in_place(evidence, history, reasons);
    ends_in_place(evidence, history, reasons);
    whole_proofs(evidence, history, reasons);
  }
  asked_in_between(history, reasons);
  return reasons;
}

}  // namespace misfire
