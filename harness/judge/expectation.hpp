// Expectations are incremental folds over events. The conductor feeds the same folds that the judge
// does, and may use them for one thing only: to end a phase early.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "judge/judgement.hpp"

namespace misfire {

class Expectation {
 public:
  virtual ~Expectation() = default;
  virtual void see(const Event&) = 0;
  /// What can be said at `now`. Events may be seen in any order: what counts is when they happened.
  /// Met and missed stay so, save that a later page breaks a quiet that was met, and that impact
  /// and recovery may change until their phase ends.
  virtual Ruling at(Instant now) const = 0;
  /// The claim, and what was observed so far.
  virtual ExpectationOutcome outcome(Instant now) const = 0;
  /// False for claims about the time after the fault (recovery): they do not hold the fault phase.
  virtual bool concerns_fault() const { return true; }
  /// Why nothing can be said at all (a rule whose window was not filled, say); empty if it can.
  virtual std::string untellable(Instant) const { return {}; }
};

/// One fold for each claim of the scenario, in file order: impact, alerts, blame, quiet, recovery
/// (which makes two claims: logins and alerts); and what every twin and decoy claims. The plan is
/// copied.
std::vector<std::unique_ptr<Expectation>> make_expectations(const Plan&);

}  // namespace misfire
