// Whether one more run of a suite may start now. Pure: figures in, answer out.
//
// A run that the machine cannot keep pace with is invalid and wasted, so that too many runs at a
// time cost more than they save. What a run needs is little on average and sharp in time: scrapes,
// evaluations and logins happen at planned instants. Two figures tell whether it would get that:
//
//     busy   how many cores all programs of the machine use. A run takes about half a core; one
//            more may start when that much is left. (The load average is of no use: it follows a
//            minute behind, which is longer than a run.)
//     lag    how late a thread wakes that sleeps a few milliseconds at a time: what a scrape or a
//            login that is due now suffers. It also sees what the busy figure cannot: a quota of a
//            container, a neighbour on the same host.
//
// Both need a moment to show a run that has just begun, which is when it needs most.
#pragma once

#include <optional>

#include "base/clock.hpp"

namespace misfire {

/// What is seen of the machine, over the last seconds.
struct MachineLoad {
  int cores = 1;    ///< that this process may use
  double busy = 0;  ///< of them, by whatever program
  Duration lag{};   ///< the latest wake-up
};

class Admission {
 public:
  /// So many runs at a time, whatever the machine does.
  static Admission at_most(int runs) { return Admission(runs, false); }
  /// As many as the machine bears: a run mostly waits, so that a core bears several.
  static Admission automatic(int cores) { return Admission(kMostPerCore * cores, true); }
  /// The same of runs in containers, one a core: starting and ending a container takes all cores
  /// for a moment that no figure foretells, and the scrapes of the other runs wait.
  static Admission automatic_in_containers(int cores) { return Admission(cores, true); }

  /// `quiet_for`: since the last start; absent before the first.
  bool may_start(int running, std::optional<Duration> quiet_for, const MachineLoad&) const;
  bool looks_at_the_machine() const { return automatic_; }
  int most() const { return most_; }

 private:
  static constexpr int kMostPerCore = 4;
  Admission(int most, bool automatic) : most_(most), automatic_(automatic) {}
  int most_;
  bool automatic_;
};

}  // namespace misfire
