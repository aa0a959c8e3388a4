// A real Prometheus on a copy of a recording's blocks, which scrapes nothing: it answers as the
// recorded one would have. Owned by an evaluation; one thread. Destroying it ends it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "replay/alerting_rule.hpp"
#include "replay/remote_write.hpp"
#include "stack/engine.hpp"

namespace misfire {

/// A series of a range query's answer: its labels, and its value by instant (milliseconds).
struct RangeSeries {
  Labels labels;
  std::vector<std::pair<std::int64_t, double>> values;
};

class RecordedPrometheus {
 public:
  struct Options {
    std::string name;     ///< of the part; another one for each recording
    std::string program;  ///< full path
    int port = 0;
    Duration lookback{};                        ///< --query.lookback-delta, wall time
    std::map<std::string, std::string> blocks;  ///< path below the data folder → bytes
  };
  /// Waits until it answers.
  static Result<std::unique_ptr<RecordedPrometheus>> start(Engine&, const Options&);

  /// At `first` and every `step` after it, `count` times. Whole milliseconds.
  Result<std::vector<RangeSeries>> query_range(const std::string& promql, Instant first,
                                               Duration step, std::size_t count) const;
  Result<std::vector<VectorSample>> query(const std::string& promql, Instant) const;
  /// The raw samples of a selector over a span that ends at `to`.
  Result<std::vector<RangeSeries>> samples(const std::string& selector, Duration span,
                                           Instant to) const;
  /// For those who know how to ask any Prometheus.
  Endpoint endpoint() const { return part_->from_harness("http"); }
  /// The names of all metrics.
  Result<std::vector<std::string>> metrics() const;

  /// Samples of any time are taken.
  Result<void> write(const std::vector<WrittenSeries>&) const;
  /// Whatever was recorded of these metrics is gone from then on.
  Result<void> forget(const std::vector<std::string>& metrics) const;

 private:
  explicit RecordedPrometheus(PartPtr part) : part_(std::move(part)) {}
  Result<std::string> ask(const std::string& path, const std::string& form) const;
  PartPtr part_;
};

}  // namespace misfire
