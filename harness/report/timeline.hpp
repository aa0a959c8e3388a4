// What happened, in the order in which it happened, as a person tells it. Ticks and repetitions
// are left out. Pure.
#pragma once

#include <string>
#include <vector>

#include "history/history.hpp"

namespace misfire {

struct TimelineEntry {
  Instant at;
  std::string kind;  ///< phase, fault, witness, alert, sent, notified, failed, part, restoration, …
  std::string what;
};
std::vector<TimelineEntry> timeline(const History&);

/// From where the timeline counts: the first fault, or else the first event.
Instant timeline_zero(const History&);

}  // namespace misfire
