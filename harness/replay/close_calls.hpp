// What could have gone the other way in a simulation: collected as decisions fall, told only where
// two moments are nearer than the tolerance. One thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "replay/alertmanager_model.hpp"

namespace misfire {

class CloseCalls {
 public:
  explicit CloseCalls(Duration tolerance) : tolerance_(tolerance) {}

  bool near(Instant a, Instant b) const { return std::chrono::abs(a - b) < tolerance_; }
  /// A decision at `at` that would be another one, had it come on the other side of `edge`.
  template <class What>
  void see(Instant at, Instant edge, What what) {
    if (near(at, edge)) found_.push_back({at, std::chrono::abs(at - edge), what()});
  }
  Duration tolerance() const { return tolerance_; }
  std::vector<CloseCall> take() { return std::move(found_); }

 private:
  Duration tolerance_;
  std::vector<CloseCall> found_;
};

}  // namespace misfire
