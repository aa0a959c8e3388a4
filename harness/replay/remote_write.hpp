// A request of Prometheus's remote-write protocol (1.0): series as a protocol buffer, in snappy's
// block format. Nothing else takes samples with their own times into a running Prometheus together
// with the markers of series that ended. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "history/facts.hpp"

namespace misfire {

struct WrittenSeries {
  Labels labels;  ///< with __name__
  struct Sample {
    std::int64_t at;  ///< milliseconds since 1970
    double value;
  };
  std::vector<Sample> samples;
};

/// The value by which Prometheus marks that a series has ended.
double stale_marker();

/// The body of the POST.
std::string remote_write_body(const std::vector<WrittenSeries>&);

}  // namespace misfire
