// A suite's results for the node exporter's textfile collector. Valid OpenMetrics 1.0 and, since it
// has gauges only, valid in Prometheus's own text format. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "report/reported_run.hpp"

namespace misfire {

/// Of repeated runs of a scenario on a system the last one's figures, and the counts of all.
std::string openmetrics(const std::vector<ReportedRun>&, Instant finished);

}  // namespace misfire
