// Which scenario of a suite is run next: each once, in order; an invalid one again. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "judge/judgement.hpp"

namespace misfire {

class RunQueue {
 public:
  /// An invalid run is tried again at most `retries` times. A run that failed never is: that would
  /// turn a monitoring that sometimes misses into one that passes.
  RunQueue(std::size_t scenarios, int retries);

  std::optional<std::size_t> next();
  void ended(std::size_t scenario, Verdict);
  bool empty() const { return waiting_.empty(); }

 private:
  std::deque<std::size_t> waiting_;
  std::vector<int> retries_;  ///< that are left, by scenario
};

}  // namespace misfire
