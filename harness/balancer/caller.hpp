// The caller of a long wait, who may want it to end, or the user, who may.
#pragma once

#include "base/interrupt.hpp"
#include "base/wait.hpp"

namespace misfire {

/// Asks whether to go on waiting, and keeps why not: that is then the reason, not the balancer.
class Caller {
 public:
  explicit Caller(const GoOn& go_on) : go_on_(go_on) {}
  const Result<void>& says() {
    if (fine_ && go_on_) fine_ = go_on_();
    return fine_;
  }
  /// Why the wait ended, if the balancer is not to blame for it: also heard of by wait_for alone.
  Result<void> said() const { return fine_ ? not_interrupted() : fine_; }

 private:
  const GoOn& go_on_;
  Result<void> fine_;
};

}  // namespace misfire
