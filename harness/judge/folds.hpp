// The folds behind Expectation, one file each (expect_*.cpp), and what they share. The judge makes
// them with the closed history's logins; the conductor, through make_expectations, without.
#pragma once

#include "judge/evidence.hpp"
#include "judge/expectation.hpp"
#include "judge/match.hpp"

namespace misfire {

using ExpectationPtr = std::unique_ptr<Expectation>;

ExpectationPtr expect_impact(Evidence, const ExpectImpact&);
ExpectationPtr expect_alert(Evidence, const ExpectAlert&);
ExpectationPtr expect_blame(Evidence, const ExpectBlame&);
ExpectationPtr expect_quiet(Evidence, const ExpectQuiet&);
ExpectationPtr expect_unexplained(Evidence);
ExpectationPtr expect_logins_ok(Evidence, const ExpectRecovery::LoginsOk&);
ExpectationPtr expect_alerts_resolved(Evidence, ModelDuration within);

/// As make_expectations, but counting these logins instead of the ticks.
std::vector<ExpectationPtr> make_expectations(std::shared_ptr<const Plan>, const Samples* exact);

/// "within 5 min", "within 5 min of the effect", "within 5 min of fault `x`".
std::string within_text(const Within&);

/// A ruling about something that must be reached until a limit: an instant in time is met, none
/// after the limit is missed. Open while nobody knows from where to count.
Ruling rule_in_time(const Evidence&, const Within&, std::optional<Instant> reached, Instant now);

/// Why an alert or blame expectation cannot be judged: what would have met it, or all that could
/// have met it, comes from rules that prove nothing in this run.
std::string untellable(const Evidence&, const Wanted&);

}  // namespace misfire
