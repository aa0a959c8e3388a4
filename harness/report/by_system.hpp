// One scenario on several systems side by side: the harm, when whom a page reached, and what was
// blamed. From the runs' figures; pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/report.hpp"
#include "report/run_figures.hpp"

namespace misfire {

struct BySystem {
  struct Row {
    std::string system, balancer;
    std::map<std::string, int> verdicts;  ///< how many runs of each
    std::optional<double> failed_ratio;  ///< of the logins, median of the runs that prove something
    /// By team: seconds of model time after the fault until its first page or ticket that the
    /// scenario expects, median of the runs in which it came; a team that nothing reached is not
    /// there.
    std::map<std::string, double> notified;
    std::map<std::string, int> blamed;  ///< component → in how many runs
  };
  std::string scenario;
  std::vector<std::string> teams;  ///< that the scenario expects to be notified
  bool blames = false;             ///< the scenario expects that, on some system
  std::vector<Row> rows;
};

/// Of the scenarios that ran on more than one system, in the order of their first runs.
std::vector<BySystem> by_system(const std::vector<RunFigures>&);

/// Empty where there is nothing to compare.
std::string by_system_text(const std::vector<BySystem>&, TerminalStyle);

}  // namespace misfire
