// The healthy past of an earlier run with the same rules and the same system: with it, windows are
// filled without watching the stack first. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "monitor/past_series.hpp"

namespace misfire {

struct RememberedSeries {
  Labels labels;           ///< with __name__
  double at_load = 0;      ///< its value when the load began
  double per_second = 0;   ///< what the load adds in a second of wall time; 0 for a gauge
  ModelDuration window{};  ///< the longest that reads it
  bool operator==(const RememberedSeries&) const = default;
};
using RememberedPast = std::vector<RememberedSeries>;

/// A series by its samples since the load began. Nothing without two of them.
std::optional<RememberedSeries> remembered(const PastSeries&, std::int64_t load_since,
                                           ModelDuration window);

/// The past of one series: one sample a scrape up to the begin of the load, where it meets the
/// series that the run will make, so that no counter seems to have been reset. Oldest first.
std::vector<PastSample> past_of(const RememberedSeries&, std::int64_t load_since, double speed,
                                std::int64_t interval);

/// What this run saw that the remembered past does not say, or not so; empty when it fits. Rates
/// may differ by a quarter, and by what chance explains in `seconds` of load.
std::string misfit(const RememberedPast& past, const RememberedPast& seen, double seconds);

/// As kept between runs, and back. Nothing for what is no such text.
std::string to_json(const RememberedPast&);
std::optional<RememberedPast> remembered_past_from_json(std::string_view);

}  // namespace misfire
