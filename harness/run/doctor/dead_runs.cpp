// Runs of this user that died and left something, and those that are under way.
#include <fmt/format.h>

#include "base/lock.hpp"
#include "run/doctor.hpp"
#include "stack/run_registry.hpp"

namespace misfire {

Examined examine_dead_runs() {
  Examined finding{Examined::State::good, "runs", "", ""};
  const auto runs = registered_runs();
  if (!runs) return {Examined::State::bad, "runs", runs.error().message, runs.error().hint};
  int dead = 0, alive = 0;
  for (const RegisteredRun& run : *runs) {
    const auto free = lock(run.entry);
    ++(free && !*free ? alive : dead);
  }
  finding.what = fmt::format("{} under way, {} dead", alive, dead);
  if (dead > 0) {
    finding.state = Examined::State::note;
    finding.hint = "misfire sweep removes what they left; so does the next run";
  }
  return finding;
}

}  // namespace misfire
