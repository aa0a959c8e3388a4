// How far apart the samples of a selector's series are. Pure.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "monitor/prometheus_jobs.hpp"
#include "monitor/prometheus_rules.hpp"

namespace misfire {

/// Recorded metric → the evaluation interval of the fastest rule that records it.
using RecordedIntervals = std::unordered_map<std::string, ModelDuration>;
RecordedIntervals recorded_intervals(const std::vector<ReadRule>&);

/// The shortest that it can be: the scrape interval of the job that the selector names, that of the
/// fastest job where it names none, or the evaluation interval of what records it. 0: not known.
ModelDuration sample_interval(std::string_view selector, const ScrapeJobs&,
                              const RecordedIntervals&);

}  // namespace misfire
