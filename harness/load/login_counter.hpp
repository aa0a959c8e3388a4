// Counts logins when they are planned and when they end: those of the tick that goes on, and all of
// them for the witnesses. Owned by the driver's thread.
#pragma once

#include "history/facts.hpp"
#include "history/load_account.hpp"
#include "history/logins.hpp"

namespace misfire {

class LoginCounter {
 public:
  explicit LoginCounter(std::size_t backends);

  /// `lag`: between the planned instant and the offer.
  void planned(const Login&, Duration lag);
  void ended(const Login&);

  /// What came of the tick; the next one begins.
  LoadTick end_tick(Instant until);
  /// Of all ticks. Ask when one has just ended: of the backends it is always ahead.
  const LoadAccount& account() const { return account_; }

 private:
  void count(const Login&);
  void count_flood(const Login&);

  LoadTick tick_;
  LoadAccount account_;
};

}  // namespace misfire
