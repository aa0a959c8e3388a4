// The fault phase: injects and reverts each fault at its time, asks its witness, and ends the phase
// when its time is over or everything that it serves is decided.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "run/conductor.hpp"
#include "run/launch.hpp"
#include "run/stress.hpp"

namespace misfire {

class Injector {
 public:
  Injector(const Conducting& c, Stack& stack) : c_(c), stack_(stack) {}

  /// The load's account goes from here to the first fault.
  void begin_baseline() { at_begin_ = c_.watch.driver()->account(); }
  /// `before` is the balancer's state in the baseline.
  Result<void> run(const LiveState& before);
  const std::string& why_ended() const { return why_ended_; }

 private:
  struct Active {
    const PlannedFault* fault = nullptr;
    const Misconfiguration* kind = nullptr;  ///< null: it is a stressor
    std::unique_ptr<Stress> stress;
    Instant injected, ends;
    bool witnessed = false, done = false, begun = false;
    std::vector<std::string> evidence;  ///< what its witness went by last
    LoginCounts logins_before;          ///< from the turn before it to its own coming
    Baseline before;                    ///< the same, with the balancer's state in the baseline
    bool active() const { return begun && !done; }
  };
  Result<void> inject(Active&);
  Result<void> inject_stress(Active&);
  Result<void> revert(Active&, const std::string& why);
  /// When a change of the balancer's configuration was asked for.
  Result<Instant> take_back(const Active&);
  /// Those that are to be over when this one begins.
  Result<void> revert_predecessors(const Active&);
  /// How the logins were since the last turn; in the baseline, if that is too short to tell.
  void remember_before(Active&);
  /// A fault came or went: from here on logins are counted anew.
  void turn();
  Result<void> look(Active&);
  Result<Shown> ask_witness(Active&, const LiveState& now);
  /// When the balancer was asked to.
  Result<Instant> reload_with_active();
  /// After a reload, too: it takes away what was changed at run time.
  Result<Instant> command(const std::vector<std::string>& commands);
  Result<std::optional<MetricsScrape>> scrape(const Misconfiguration&) const;
  /// Until when a fault's effect may take to be seen; none while it is still being done.
  std::optional<Instant> waits_until(const Active&) const;

  const Conducting& c_;
  Stack& stack_;
  std::vector<Active> faults_;
  std::set<std::string> active_;
  LoginCounts logins_before_;
  LoadAccount at_begin_, at_turn_;
  Baseline baseline_;
  Duration first_checks_{};  ///< until the balancer has asked every server after a reload
  std::optional<TroubledStack> troubled_;
  std::string configuration_;  ///< mark of what the balancer was given last
  std::string why_ended_;
};

}  // namespace misfire
