// When to look. Drift is promised to be noticed within one period, with a second look to confirm
// it: a change right after a look waits half a period for the next, then a quarter for the second;
// the last quarter is for answers that take their time.
#pragma once

#include <algorithm>

#include "base/clock.hpp"

namespace misfire::watch {

inline Duration between_looks(Duration every) {
  return every / 2;
}
inline Duration until_second_look(Duration every) {
  return every / 4;
}
/// After a look that saw nothing; of a long period, soon enough to see a balancer come back.
inline Duration until_next_try(Duration every) {
  return std::min<Duration>(every / 8, std::chrono::seconds(30));
}
/// How long a difference has to stay: a little less than the second look comes after the first.
inline Duration steady(Duration every) {
  return every / 8;
}
/// How long a balancer may take to answer. Not below what a busy one needs.
inline Duration answer_limit(Duration every) {
  using namespace std::chrono_literals;
  return std::clamp<Duration>(every / 4, 250ms, 5s);
}

}  // namespace misfire::watch
