// What a suite has to show so far: for each scenario, in their order, its last try and how many
// there were. Owned by the command; one thread.
#pragma once

#include <optional>

#include "judge/review.hpp"
#include "report/by_system.hpp"
#include "report/comparison.hpp"
#include "report/junit.hpp"
#include "report/repeats.hpp"
#include "report/report.hpp"
#include "report/reported_run.hpp"
#include "run/earlier_suite.hpp"
#include "run/run.hpp"

namespace misfire {

/// A run that is to be: of a scenario by its name, on a system by its file.
struct SuiteRun {
  std::string scenario, system = {};
  bool on_several_systems = false;
  std::string file = {};  ///< of the scenario
  /// The scenario, with the system where it runs on several.
  std::string name() const;
};

class Suite {
 public:
  /// A scenario that is to be run again stands there again. `junit_file` may be empty. What never
  /// ran must not be missing: whoever counts only what is there would see green.
  Suite(std::vector<SuiteRun>, fs::path junit_file);

  /// Written before the first run and after each, so that a suite that is killed leaves the truth.
  Result<void> write_junit() const;

  /// A try has ended. The verdict is invalid when there was no run.
  Verdict add(std::size_t run, const Checked<RunResult>&);
  /// The runs are what they are, but their results did not get to where they were asked for.
  void add(const Error& error) { own_errors_.push_back(error); }
  void tell_times_of(TimesOf times) { times_ = times; }

  /// The earlier suite may be null.
  std::string json(const EarlierSuite* = nullptr) const;
  std::vector<SuiteLine> lines() const;
  /// Each run's last try, for CI systems.
  std::vector<ReportedRun> reported() const;
  std::vector<Repeats> repeats() const;
  Comparison compared_with(const EarlierSuite&) const;
  std::vector<BySystem> systems() const;
  /// The matrix alert by scenario.
  Review review() const;
  /// Whether there is more than one column in it.
  bool has_several_scenarios() const;
  Verdict verdict() const;
  /// What kept scenarios from being run, and this suite's own.
  Errors errors() const;

 private:
  struct Entry {
    SuiteRun run;
    SuiteLine line;
    JUnitSuite junit;
    ReviewedRun reviewed;              ///< the last try
    std::string report;                ///< of the last try
    std::vector<std::string> earlier;  ///< reports of the tries before, all invalid
    Errors errors;                     ///< why the last try did not run
    bool tried = false;
  };
  std::vector<std::string> reports() const;
  std::vector<RunFigures> figures() const;

  std::vector<Entry> entries_;
  fs::path junit_file_;
  Errors own_errors_;
  TimesOf times_ = TimesOf::valid_runs;
};

}  // namespace misfire
