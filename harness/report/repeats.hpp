// How much several runs of one scenario differ: the times of each stage, and how often the verdict
// flips. From their report.json texts; pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "judge/spread.hpp"
#include "report/report.hpp"

namespace misfire {

struct Repeats {
  std::string scenario;
  std::map<std::string, int> verdicts;  ///< how many runs of each
  /// Of the runs that prove something, the share whose verdict is not that of the one before.
  double flip_rate = 0;
  struct Stage {
    std::string alert, stage;
    Spread seconds;  ///< of model time after the fault
  };
  std::vector<Stage> stages;  ///< of the alerts that the scenario expects, in their order
};

/// Of the scenarios that were run more than once, in the order of their first runs.
std::vector<Repeats> repeats_of(const std::vector<std::string>& run_reports,
                                TimesOf = TimesOf::valid_runs);

/// Empty without repeats.
std::string repeats_text(const std::vector<Repeats>&, TerminalStyle);

}  // namespace misfire
