// The open-loop schedule: Poisson arrivals and their users, functions of the seed, and of the
// moments at which the rate was changed.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace misfire {

struct Arrival {
  Duration at;  ///< since the schedule's start
  std::uint32_t user;
};

class Schedule {
 public:
  /// `per_second` > 0, `users` ≥ 1.
  Schedule(double per_second, int users, std::uint64_t seed);
  Arrival next();
  /// From `at` on so many a second. `drawn`, the arrival that is next, is moved: time passes as
  /// much faster as the rate is higher, so that the order of the users stays.
  Arrival change_rate(Duration at, double per_second, Arrival drawn);

 private:
  double mean_gap_s_;
  std::uint64_t users_;
  Random gaps_, who_;
  double at_s_ = 0;
};

}  // namespace misfire
