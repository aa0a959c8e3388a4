// The fault phase: injects and reverts each fault at its time, asks its witness, and ends the phase
// when its time is over or everything that it serves is decided.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

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
    std::vector<std::string> evidence;  ///< what its witness went by last
    bool active() const { return begun && !done; }
  };
  Result<void> inject(Active&);
  Result<void> revert(Active&, const std::string& why);
  /// Those that are to be over when this one begins.
  Result<void> revert_predecessors(const Active&);
  Result<void> look(Active&, const LiveState& before);
  /// When the balancer was asked to.
  Result<Instant> reload_with_active();
  /// After a reload, too: it takes away what was changed at run time.
  Result<Instant> command(const std::vector<std::string>& commands);
  Result<std::optional<MetricsScrape>> scrape(const Misconfiguration&) const;
  /// How long a fault's effect may take to be seen.
  Duration patience(const Misconfiguration&) const;

  const Conducting& c_;
  Stack& stack_;
  std::vector<Active> faults_;
  std::set<std::string> active_;
  LoginCounts baseline_;
  std::string configuration_;  ///< mark of what the balancer was given last
  std::string why_ended_;
};

}  // namespace misfire
