// The past of one series, computed from its first real samples. Pure; times are milliseconds since
// 1970, as Prometheus keeps them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "history/facts.hpp"

namespace misfire {

struct PastSample {
  std::int64_t at = 0;
  double value = 0;
  bool operator==(const PastSample&) const = default;
};

struct PastSeries {
  Labels labels;                    ///< with __name__
  std::vector<PastSample> samples;  ///< real ones, oldest first
};

struct PastSpan {
  std::int64_t load_since;  ///< samples from here on show the rate of a healthy system
  std::int64_t head;        ///< real samples of any series begin here; the past ends before
  std::int64_t from;        ///< how far back the past reaches
  std::int64_t interval;    ///< between scrapes, where the series does not show it
};

/// One sample a scrape, at the phase of the real ones: counters (_total, _count, _sum, _bucket)
/// continued backwards at their rate, below zero if need be; anything else held. Oldest first.
std::vector<PastSample> past_of(const PastSeries&, const PastSpan&);

/// A counter's rate in a millisecond, of its samples since then; 0 for anything else.
double past_rate(const PastSeries&, std::int64_t since);

/// Lines in OpenMetrics' form; the file ends with "# EOF".
void append_openmetrics(std::string& out, const Labels&, const std::vector<PastSample>&);

}  // namespace misfire
