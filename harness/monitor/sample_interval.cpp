#include "monitor/sample_interval.hpp"

#include <algorithm>

#include "monitor/promql_shape.hpp"
#include "scenario/matcher.hpp"

namespace misfire {
namespace {

/// The job that a selector asks for by name; "" where it does not.
std::string job_of(std::string_view selector) {
  const std::size_t open = selector.find('{'), close = selector.rfind('}');
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  const auto matchers = parse_matchers(selector.substr(open + 1, close - open - 1));
  if (!matchers) return {};
  for (const Matcher& matcher : *matchers) {
    if (matcher.label == "job" && matcher.op == Matcher::Op::equal) return matcher.value;
  }
  return {};
}

}  // namespace

RecordedIntervals recorded_intervals(const std::vector<ReadRule>& rules) {
  RecordedIntervals fastest;
  for (const ReadRule& read : rules) {
    if (!read.records) continue;
    const auto [known, fresh] = fastest.try_emplace(read.rule.name, read.rule.interval);
    if (!fresh) known->second = std::min(known->second, read.rule.interval);
  }
  return fastest;
}

ModelDuration sample_interval(std::string_view selector, const ScrapeJobs& jobs,
                              const RecordedIntervals& recorded) {
  const std::string metric = metric_of(selector);
  if (metric.empty() || metric == "ALERTS" || metric == "ALERTS_FOR_STATE") return {};
  ModelDuration fastest{};
  const auto consider = [&](ModelDuration interval) {
    if (fastest.value.count() == 0 || interval < fastest) fastest = interval;
  };
  const auto known = recorded.find(metric);
  if (known != recorded.end() && known->second.value.count() > 0) return known->second;
  const std::string job = jobs.renamed ? std::string() : job_of(selector);
  for (const auto& [name, interval] : jobs.intervals) {
    if (job.empty() || job == name) consider(interval);
  }
  return fastest;
}

}  // namespace misfire
