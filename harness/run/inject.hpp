// The fault phase: injects and reverts each fault at its time, asks its witness, and ends the phase
// when its time is over or everything that it serves is decided.
#pragma once

#include <set>
#include <string>

#include "run/conductor.hpp"
#include "run/launch.hpp"

namespace misfire {

class Injector {
 public:
  Injector(const Conducting& c, Stack& stack) : c_(c), stack_(stack) {}

  /// `before` is the balancer's state in the baseline.
  Result<void> run(const LiveState& before);
  const std::string& why_ended() const { return why_ended_; }

 private:
  struct Active {
    const PlannedFault* fault = nullptr;
    const Misconfiguration* kind = nullptr;
    Instant injected, ends;
    bool witnessed = false, done = false, begun = false;
    std::vector<std::int64_t> answered_before;
  };
  Result<void> inject(Active&);
  Result<void> revert(Active&, const std::string& why);
  Result<void> ask_witness(Active&, const LiveState& before, const LiveState& now);
  /// When the balancer was asked to.
  Result<Instant> reload_with_active();

  const Conducting& c_;
  Stack& stack_;
  std::set<std::string> active_;
  LoadTick baseline_;
  std::string why_ended_;
};

}  // namespace misfire
