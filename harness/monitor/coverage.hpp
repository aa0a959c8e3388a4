// Data for the whole time: what Prometheus scraped and evaluated, and what Alertmanager notified,
// as these programs count it themselves.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/http_client.hpp"
#include "history/facts.hpp"

namespace misfire {

/// Each target's scrapes between two instants, and as many as its interval asks for. A target that
/// answers with errors is scraped, too (its `up` is 0): only silence counts.
Result<std::vector<Collected::Share>> scrape_coverage(const Endpoint& prometheus, Instant from,
                                                      Instant to, Duration limit);

/// Each rule group's evaluations since Prometheus started, and how many its interval asked for.
Result<std::vector<Collected::Share>> evaluation_coverage(const Endpoint& prometheus,
                                                          Duration limit);

/// Alertmanager's count of notifications so far.
struct NotificationCounts {
  std::int64_t delivered = 0;  ///< begun, less those that failed for good
  std::int64_t attempts = 0;   ///< the most that a receiver can have seen
};
Result<NotificationCounts> notification_counts(const Endpoint& alertmanager, Duration limit);

}  // namespace misfire
