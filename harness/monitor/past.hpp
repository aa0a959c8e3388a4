// A healthy past for Prometheus, so that windows longer than the baseline are full: samples of the
// selectors that need it are written back in the shape of the stack's own first scrapes.
#pragma once

#include "base/process.hpp"
#include "base/wait.hpp"
#include "history/facts.hpp"
#include "monitor/remembered_past.hpp"
#include "monitor/render.hpp"

namespace misfire {

struct PastRequest {
  Endpoint prometheus;  ///< a Prometheus that scrapes the stack, without rules
  std::vector<RenderedPrometheus::LongWindow> windows;
  double speed = 1;
  Duration scrape_interval{};  ///< wall time
  /// Has promtool make blocks of that OpenMetrics text in Prometheus's data folder.
  std::function<Result<ToolRun>(const std::string& openmetrics)> make_blocks;
  GoOn go_on = {};  ///< asked while it waits
};

/// Counters are continued backwards at the rate of the first scrapes (at least three, and a
/// second), gauges held; what has no series by then has no past. Call while Prometheus runs;
/// restart it afterwards so that it loads the blocks. Errors: nothing is scraped, promtool refuses.
Result<PastFilled> fill_past(const PastRequest&, Clock&);

/// The same in the shape of an earlier run, without waiting: nothing need have been scraped yet.
Result<PastFilled> fill_past(const PastRequest&, const RememberedPast&, Instant load_since);

/// What has been scraped since then of the selectors that need a past, for the next run.
Result<RememberedPast> past_to_remember(const PastRequest&, Instant load_since, Clock&);

}  // namespace misfire
