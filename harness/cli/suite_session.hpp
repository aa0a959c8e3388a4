// The runs of one command: one after the other or several at a time, and what came of each. One
// thread.
#pragma once

#include <memory>
#include <optional>

#include "cli/exit_code.hpp"
#include "cli/live_page.hpp"
#include "cli/wanted_runs.hpp"
#include "report/suite_place.hpp"
#include "run/run_queue.hpp"
#include "run/suite.hpp"

namespace misfire {

class SuiteSession {
 public:
  /// Options and runs must outlive it.
  SuiteSession(const SuiteOptions&, const std::vector<WantedRun>&, std::optional<EarlierSuite>);

  /// Runs them, and tells what came of it. Everything has been taken down then.
  ExitCode run();

 private:
  Result<void> open_live_page();
  void run_all();
  void run_in_turn();
  Verdict ended(std::size_t run, const Checked<RunResult>&);
  RunOptions options_of(std::size_t run) const;
  SuitePlace place_of(std::size_t run) const;

  const SuiteOptions& options_;
  const std::vector<WantedRun>& runs_;
  const std::optional<EarlierSuite> earlier_;
  Suite suite_;
  RunQueue queue_;
  std::unique_ptr<LivePage> live_;  ///< null: nobody asked for it
};

}  // namespace misfire
