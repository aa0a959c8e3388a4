#include "load/schedule.hpp"

namespace misfire {

Schedule::Schedule(double per_second, int users, std::uint64_t seed)
    : mean_gap_s_(1.0 / per_second),
      users_(static_cast<std::uint64_t>(users)),
      gaps_(seed, "load/arrivals"),
      who_(seed, "load/users") {}

Arrival Schedule::next() {
  at_s_ += gaps_.exponential(mean_gap_s_);
  return {from_seconds(at_s_), static_cast<std::uint32_t>(who_.below(users_))};
}

Arrival Schedule::change_rate(Duration at, double per_second, Arrival drawn) {
  const double from_s = to_seconds(at), stretch = 1.0 / per_second / mean_gap_s_;
  mean_gap_s_ = 1.0 / per_second;
  if (at_s_ > from_s) at_s_ = from_s + (at_s_ - from_s) * stretch;
  return {from_seconds(at_s_), drawn.user};
}

}  // namespace misfire
