#include "mutate/live.hpp"

#include "run/run.hpp"

namespace misfire {

Checked<Seen> run_with(const Mutant& mutant, RunOptions options) {
  options.alert_faults = {fault_of(mutant)};
  const auto result = run_scenario(options, {});
  if (!result) return tl::unexpected(result.error());
  return seen_in(result->judgement, mutant.alert);
}

}  // namespace misfire
