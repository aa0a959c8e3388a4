// Several runs of a suite at a time, each a process of its own. One thread.
#pragma once

#include <functional>
#include <map>

#include "run/admission.hpp"
#include "run/run_process.hpp"
#include "run/run_queue.hpp"

namespace misfire {

struct SideBySideListener {
  /// A line of a run's progress.
  std::function<void(std::size_t scenario, const std::string& line)> said;
  /// A try has ended; the verdict decides whether there is another.
  std::function<Verdict(std::size_t scenario, const Checked<RunResult>&)> ended;
};

/// Runs what the queue has. An interrupt is passed on to the runs, and what they started is taken
/// down before this returns; the queue is then not empty.
void run_side_by_side(RunQueue&, const Admission&,
                      const std::function<Result<RunProcess>(std::size_t scenario)>& start,
                      const SideBySideListener&);

}  // namespace misfire
