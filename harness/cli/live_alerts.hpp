// The alerts of a run that goes on, for its live page: Prometheus is asked what `collect` asks it
// at the end, so the page shows what the report will. For a person's eyes only: nothing of it is
// recorded, and no verdict rests on it.
#pragma once

#include <optional>
#include <vector>

#include "base/http_client.hpp"
#include "history/history.hpp"
#include "plan/plan.hpp"

namespace misfire {

class LiveAlerts {
 public:
  /// From now on there is somebody to ask, until the phase `collect` begins.
  void monitored(const Endpoint& prometheus) { prometheus_ = prometheus; }
  /// Adds how alerts changed so far, unless the history tells it itself. What Prometheus cannot
  /// tell in a moment stays as it was known before.
  void add_to(History&, const Plan&);

 private:
  std::optional<Endpoint> prometheus_;
  std::vector<Event> known_;
};

}  // namespace misfire
