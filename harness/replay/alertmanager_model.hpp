// What Alertmanager does with the alerts that Prometheus sends it, as an event-driven simulation:
// routing, grouping, waiting, inhibition, the notification log. Values in, values out; no process,
// no clock. Modelled on Alertmanager 0.25, and proved against the real one
// (docs/replay-alertmanager.md says what is modelled and what is not).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/routing.hpp"

namespace misfire {

/// One alert as Prometheus sends it.
struct SentAlert {
  Labels labels, annotations;
  std::optional<Instant> starts;  ///< startsAt; without it, when it arrives
  std::optional<Instant> ends;    ///< endsAt; without it, resolve_timeout after it arrives
};

/// One POST to Alertmanager's API: when it arrives, and its alerts in order.
struct Sending {
  Instant at;
  std::vector<SentAlert> alerts;
};

/// What a simulation needs to know besides. Times are of the wall that the Alertmanager lives in:
/// of a run at speed 30, hand in a routing whose times are scaled, and leave these as they are,
/// since no flag scales them.
struct AlertmanagerOptions {
  Instant started{};  ///< when it was ready: its housekeeping counts from there
  Instant until{};    ///< the last moment that is looked at; needed
  /// From a flush to the notification's arrival, and to its entry in the notification log.
  Duration delivery = std::chrono::milliseconds(2);
  Duration tidy_groups = std::chrono::seconds(30);  ///< empty groups are removed so often
  Duration tidy_log = std::chrono::minutes(15);     ///< --data.maintenance-interval
  Duration tidy_alerts = std::chrono::minutes(30);  ///< --alerts.gc-interval
  Duration retention = std::chrono::hours(120);     ///< --data.retention
  /// Decisions that fell by less than this are told: a real Alertmanager, whose timers are late by
  /// some fraction of a millisecond and more on a busy machine, may decide otherwise. 0: none is.
  Duration tolerance{};
};

/// A notification as it arrives. Its alerts are in Alertmanager's order (job, instance, labels).
struct Notification {
  Instant at;     ///< of its arrival
  Notified fact;  ///< as a live run's history has it
  Labels group;   ///< the group's labels
};

/// Two things that happened so closely one after the other that they could have changed places, and
/// what would have come of it.
struct CloseCall {
  Instant at;
  Duration margin;
  std::string what;
};

struct Notifications {
  std::vector<Notification> notifications;  ///< in order of arrival
  std::vector<CloseCall> close_calls;       ///< in order
};

/// `sendings` in order of arrival.
Notifications simulate_alertmanager(const Routing&, const std::vector<Sending>& sendings,
                                    const AlertmanagerOptions&);

}  // namespace misfire
