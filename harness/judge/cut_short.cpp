#include "judge/cut_short.hpp"

#include <algorithm>

#include "judge/expectation.hpp"
#include "judge/facts_of.hpp"

namespace misfire {

std::vector<bool> cut_short(const Plan& plan, const History& history) {
  auto expectations = make_expectations(plan);
  std::vector<bool> open(expectations.size(), false);
  std::optional<Instant> taken_back;
  for (const auto& reverted : facts_of<FaultReverted>(history)) {
    if (reverted.fact.why == kEverythingDecided) {
      taken_back = std::max(taken_back, std::optional(reverted.at));
    }
  }
  if (!taken_back) return open;
  for (const Event& event : history.events) {
    if (event.at > *taken_back) continue;
    for (auto& expectation : expectations) expectation->see(event);
  }
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    open[i] = expectations[i]->concerns_fault() && expectations[i]->at(*taken_back) == Ruling::open;
  }
  return open;
}

bool proves_nothing(const ExpectationOutcome& outcome) {
  if (outcome.kind == "alert" || outcome.kind == "blame") return outcome.ruling == Ruling::missed;
  return (outcome.kind == "quiet" || outcome.kind == "unexplained") &&
         outcome.ruling == Ruling::met;
}

}  // namespace misfire
