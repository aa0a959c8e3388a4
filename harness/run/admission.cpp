#include "run/admission.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

// What a run of the default system takes at speed 30, in cores: 0.2 to 0.4 as measured, and a
// margin, as a machine whose cores are all taken wakes nobody in time.
constexpr double kRun = 0.5;
// At speed 30 the shortest usual scrape interval (5 s) lasts 170 ms; a sample that is later by more
// than a sixth of that falls into other windows than planned.
constexpr Duration kLag = 25ms;
// From its start, the checks of a run and then its programs keep the machine busy; by then it
// shows.
constexpr Duration kSettled = 5s;

}  // namespace

bool Admission::may_start(int running, std::optional<Duration> quiet_for,
                          const MachineLoad& load) const {
  if (running >= most_) return false;
  // On a machine that is always busy a suite goes on, too: one after the other.
  if (!automatic_ || running == 0) return true;
  if (quiet_for && *quiet_for < kSettled) return false;
  return load.lag <= kLag && load.busy + kRun <= load.cores;
}

}  // namespace misfire
