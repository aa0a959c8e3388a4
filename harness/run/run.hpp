// One run from files to report: the run's folder, the engine, the conductor, the judge.
#pragma once

#include <functional>

#include "judge/judgement.hpp"
#include "report/junit.hpp"
#include "report/report.hpp"
#include "run/prepare.hpp"

namespace misfire {

struct RunResult {
  Plan plan;
  History history;
  Judgement judgement;
  RunFacts facts;
  std::string report;  ///< report.json
  JUnitSuite junit;    ///< junit.xml's one suite
};

/// Sees the plan once and every event as it is recorded. Each may be empty.
struct RunListener {
  std::function<void(const Plan&)> planned;
  std::function<void(const Event&)> happened;
  /// Prometheus runs the user's rules and answers there, until the phase `collect` begins.
  std::function<void(const Endpoint&)> monitored;
};

/// Errors (usage or environment) are about what kept the run from starting; nothing is left then.
/// What goes wrong later is in the judgement, as invalid.
Checked<RunResult> run_scenario(const RunOptions&, const RunListener&);

/// A run that another process finished, read back from its folder. Errors (environment): its report
/// is missing, or says something else than its history does.
Checked<RunResult> read_run(const fs::path& folder);

/// Judges a finished run's folder again; with `scenario`, against another scenario file.
Checked<RunResult> judge_again(const fs::path& folder, const fs::path& scenario);

}  // namespace misfire
