// The past that a run's Prometheus is given so that its windows are full: as an earlier run with
// the same key saw it or, without one, as this run's first scrapes are. Owned by the conductor.
#pragma once

#include <optional>
#include <string>

#include "base/cache.hpp"
#include "monitor/past.hpp"
#include "run/conductor.hpp"
#include "run/launch.hpp"

namespace misfire {

class RunPast {
 public:
  /// Both must outlive it.
  RunPast(const Conducting& c, const Stack& stack) : c_(c), stack_(stack) {}

  void load_began() { load_since_ = c_.watch.clock().now(); }

  /// Some window needs a past: is there an earlier run's?
  Result<void> look_up();
  bool is_remembered() const { return past_.has_value(); }
  /// While Prometheus runs, which finds it when it is started again.
  Result<PastFilled> fill();
  /// Was this run right to go by an earlier one?
  Result<void> check();
  /// How a healthy stack looks, for the next run.
  Result<void> remember();

 private:
  PastRequest past_request() const;
  Result<ToolRun> make_blocks(const std::string& openmetrics) const;

  const Conducting& c_;
  const Stack& stack_;
  const Cache pasts_{"pasts", 100};
  Instant load_since_;
  std::string key_;                     ///< empty: no window needs a past
  std::optional<RememberedPast> past_;  ///< an earlier run's, which this one goes by
};

}  // namespace misfire
