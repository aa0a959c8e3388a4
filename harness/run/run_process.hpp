// One run of a suite as a process of its own: `misfire run FILE --json`. So a run that crashes
// takes no other along, and whatever it started dies with it.
#pragma once

#include "base/child.hpp"
#include "report/suite_place.hpp"
#include "run/prepare.hpp"
#include "run/run.hpp"

namespace misfire {

class RunProcess {
 public:
  static Result<RunProcess> start(const RunOptions&, SuitePlace);

  /// Sees whether it ended, and gives what it told of its progress meanwhile; never waits.
  std::vector<std::string> poll();
  bool ended() const { return child_->ended(); }
  /// When it ended: the run, read back from its folder, or why there is none.
  Checked<RunResult> result() const;
  void signal(int number) { child_->signal(number); }

 private:
  explicit RunProcess(std::unique_ptr<Child> child) : child_(std::move(child)) {}
  std::unique_ptr<Child> child_;
  std::string last_line_;
};

/// The command line of such a process, with its program.
std::vector<std::string> run_command(const fs::path& program, const RunOptions&, SuitePlace);

/// What its standard output says: the run's folder, or why there is none.
Checked<fs::path> folder_in_output(int exit_code, const std::string& output,
                                   const std::string& last_line);

}  // namespace misfire
