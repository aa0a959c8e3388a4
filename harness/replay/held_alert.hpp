// An alert as Alertmanager holds it: its end is always known, if only by resolve_timeout.
#pragma once

#include <vector>

#include "base/clock.hpp"
#include "history/facts.hpp"

namespace misfire {

struct HeldAlert {
  Labels labels, annotations;
  Instant starts, ends;
  Instant updated;     ///< when Alertmanager got it
  bool timed = false;  ///< `ends` is resolve_timeout's doing
  bool resolved_at(Instant t) const { return ends <= t; }
};

/// Alertmanager's order of a notification's alerts: by job, by instance, then by how many labels
/// there are, then by their values.
bool listed_before(const Labels&, const Labels&);

}  // namespace misfire
