// Selectors that match nothing in the real scrape, and what is there instead: renamed metrics are
// the most common reason why an alert never fires.
#pragma once

#include <string>
#include <vector>

#include "base/http_client.hpp"
#include "history/facts.hpp"
#include "plan/plan.hpp"

namespace misfire {

/// Those of the selectors (without ranges) that had no series between two instants.
Result<std::vector<std::string>> without_series(const Endpoint& prometheus,
                                                const std::vector<std::string>& selectors,
                                                Instant from, Instant to, Duration limit);

/// What to say of one that had none: whether its metric is known, and the nearest name; or which
/// of its labels no series of it has, and which values there are.
Result<NoSeries> what_is_there(const Endpoint& prometheus, const std::string& selector,
                               Instant from, Instant to, Duration limit);

/// The same of all that these rules need; `until` is not set.
Result<std::vector<NoSeries>> missing_series(const Endpoint& prometheus,
                                             const std::vector<AlertRule>&, Instant from,
                                             Instant to, Duration limit);

}  // namespace misfire
