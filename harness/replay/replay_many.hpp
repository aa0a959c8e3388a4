// Many recordings replayed side by side: each in a Prometheus of its own, since recordings overlap
// in time and have the same series. Owned by the command.
#pragma once

#include <functional>

#include "replay/replay.hpp"
#include "run/programs.hpp"

namespace misfire {

struct ReplayJob {
  Recording recording;
  ReplayPlan plan;
};

struct ReplayJobOptions {
  std::string prometheus;  ///< full path of the program
  int workers = 2;
  std::vector<double> phases{0};
};

/// Of one recording: a replay a phase, or what kept it from being replayed.
using ReplayOutcome = Checked<std::vector<Replayed>>;

/// One outcome a job, in their order. Error: the engine cannot be opened.
Result<std::vector<ReplayOutcome>> replay_many(const std::vector<ReplayJob>&,
                                               const ReplayJobOptions&);

}  // namespace misfire
