// What can happen in a run: one plain struct a kind of event. The history holds these and nothing
// else; expectations fold over them. Their JSON form (codec.cpp) is the format of history.jsonl.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"

namespace misfire {

using Labels = std::map<std::string, std::string>;

/// The phases of a run, in order. A phase begins when the one before ends.
enum class Phase { start, fill, baseline, fault, recovery, collect, stop };

struct RunBegan {
  std::string run_id, scenario;
  double speed = 1;
  std::uint64_t seed = 0;
  std::string plan = {};  ///< CRC-32 of plan.json, so that another or a damaged plan is seen
  int format = 1;         ///< what the history tells, so that it can be told from what it lost
};
/// Since 2 a history tells what the parts lacked of a processor.
inline constexpr int kHistoryFormat = 2;
struct PhaseBegan {
  Phase phase = Phase::start;
  std::string
      why;  ///< why the one before ended: "every expectation is decided", "its time is over"
};
struct PartReady {
  std::string part;
  double took_s = 0;  ///< from the request to start it until its readiness probe succeeded
};
/// A part ended. Unasked, it makes the run invalid.
struct PartExited {
  std::string part;
  int code = 0;  ///< exit code, or -1 when a signal ended it
  int signal = 0;
  bool asked = false;
  std::string why = {};  ///< what is known beyond that: out of memory, its last words
};
/// What the load driver saw in one tick (a quarter of a second of wall time); the event's `at` is
/// its end. Live view only: the judge counts logins.bin.
struct LoadTick {
  std::int64_t logins = 0, failed = 0;
  std::int64_t planned = 0;               ///< arrivals that the schedule wanted in this tick
  double lag_ms = 0;                      ///< the worst delay between planned and offered
  std::vector<std::int64_t> per_backend;  ///< answered logins by backend, in pool order
  /// Of a flood, which none of the above counts: arrivals that were wanted, and those that ended.
  std::int64_t flood_planned = 0, flood = 0;
};
/// What the parts lacked of a processor in one tick (a quarter of a second of wall time); the
/// event's `at` is its end. Parts whose processes cannot be seen from here are absent.
struct ProcessorTick {
  /// For how many milliseconds one of the part's threads was ready to run and had no processor,
  /// in waits of kLongWaitMs and more. A wait is booked when it ends.
  std::map<std::string, std::int64_t> held_ms;
};
inline constexpr std::int64_t kLongWaitMs = 100;
struct FaultInjected {
  std::string id, name, via;
  std::string change;  ///< the diff of the configuration that a person reads
};
struct FaultReverted {
  std::string id, why;
};
/// Why a fault is taken back, or a phase ends, before its time.
inline constexpr char kEverythingDecided[] = "every expectation is decided";
/// Evidence, independent of the injecting tool, that a fault took effect (or none).
struct FaultWitnessed {
  std::string id;
  bool shown = false;
  std::vector<std::string> evidence;  ///< one sentence each, with figures
};
/// A state of one alert as Prometheus stored it (ALERTS samples); `at` is the evaluation's time.
enum class AlertPhase { pending, firing, inactive };
struct AlertChanged {
  Labels labels;  ///< with alertname, without alertstate
  AlertPhase state = AlertPhase::pending;
};
/// Prometheus sent an alert to its Alertmanagers (seen by the sink, which is one of them).
struct AlertSent {
  Labels labels;
  bool resolved = false;
};
/// A notification arrived at a receiver. `observer` marks the webhook that was added to a receiver
/// to learn which alerts a flush carries: it says what was flushed, not that anybody was reached.
struct Notified {
  std::string receiver;
  std::string integration;  ///< "webhook", "slack", "pagerduty", "email", …
  int index = 0;            ///< which of the receiver's integrations of that type
  bool observer = false;
  bool resolved = false;  ///< the group's status
  std::string group_key;
  struct Alert {
    Labels labels;
    bool resolved = false;
  };
  std::vector<Alert> alerts;  ///< empty when the payload does not tell and no observer matched
  std::string excerpt;        ///< the start of what a person would read
};
/// Alertmanager could not render or deliver a notification.
struct DeliveryFailed {
  std::string receiver, integration;
  std::string stage;  ///< "rendering" or "delivery"
  std::string error;
};
/// The healthy past was written for these selectors, back to this much model time.
struct PastFilled {
  ModelDuration reach;
  std::int64_t series = 0, samples = 0;
  bool remembered = false;  ///< in the shape of an earlier run
};
/// A selector that rules read matched nothing in the real scrape, from the baseline's begin on.
struct NoSeries {
  Phase until = Phase::baseline;   ///< its end, or collect: in the whole run
  std::string selector;            ///< as the rule has it, without its range
  std::string metric;              ///< "" where only matchers tell
  bool scraped = false;            ///< there are series of this metric, with other labels
  std::string nearest;             ///< of one that is not scraped: the nearest name that is
  std::string missing;             ///< of one that is: the first matcher that nothing of it fits
  std::vector<std::string> there;  ///< values that this label has instead, some of them
};
struct RestorationChecked {
  bool identical = false;
  std::vector<std::string> differences;
};
/// What was read back at the end of the observation, as those count it who did it, so that "nothing
/// happened" can be told from "nothing was seen". A run without this proves nothing.
struct Collected {
  struct Share {
    std::string what;
    std::int64_t got = 0, wanted = 0;
    /// One less than asked for is a matter of phase; nine in ten suffice.
    bool enough() const { return 10 * (got + 1) >= 9 * wanted; }
  };
  std::vector<Share> scrapes;      ///< by target, since the baseline began
  std::vector<Share> evaluations;  ///< by rule group, since Prometheus started
  std::int64_t alert_changes = 0;  ///< the AlertChanged facts that were made of Prometheus's answer
  /// Notifications by Alertmanager's own count: those that it believes delivered, and the most that
  /// can have been received (every attempt).
  std::int64_t delivered = 0, attempts = 0;
};
/// Something that makes the run prove nothing (verdict invalid), with the true reason.
struct Trouble {
  std::string what;
};
/// Something that may have delayed or lost evidence: neither a miss nor silence can be believed
/// then; what came can.
struct Doubt {
  std::string what;
};
struct RunEnded {};

using Fact = std::variant<RunBegan, PhaseBegan, PartReady, PartExited, LoadTick, ProcessorTick,
                          FaultInjected, FaultReverted, FaultWitnessed, AlertChanged, AlertSent,
                          Notified, DeliveryFailed, PastFilled, NoSeries, RestorationChecked,
                          Collected, Trouble, Doubt, RunEnded>;

/// One line of the history. Sorted by `at`; facts learnt late are appended late.
struct Event {
  Instant at;        ///< when it happened
  Instant recorded;  ///< when we learnt of it
  Fact fact;
};

const char* to_string(Phase);
const char* to_string(AlertPhase);

}  // namespace misfire
