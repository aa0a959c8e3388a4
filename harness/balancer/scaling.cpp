#include "balancer/scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace misfire {

using std::chrono::microseconds;

std::string time_text(microseconds time) {
  const std::int64_t milliseconds = (time.count() + 999) / 1'000;
  if (milliseconds != 0 && milliseconds % 1'000 == 0)
    return fmt::format("{}s", milliseconds / 1'000);
  return fmt::format("{}ms", milliseconds);
}

ScaledTime scale_time(microseconds time, double speed, microseconds floor) {
  const microseconds exact(std::llround(static_cast<double>(time.count()) / speed));
  if (time.count() == 0 || exact >= floor) return {exact, false};
  return {std::min(floor, time), true};
}

microseconds longest_answer(const Capacity& capacity, const std::vector<int>& limits) {
  const int held =
      std::min(capacity.workers + capacity.queue, *std::max_element(limits.begin(), limits.end()));
  const int rounds = (held + capacity.workers - 1) / capacity.workers;
  return rounds * std::chrono::ceil<microseconds>(capacity.service_time.value);
}

}  // namespace misfire
