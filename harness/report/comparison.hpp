// Repeated runs beside those of an earlier suite: what changed by more than the runs of one suite
// differ among themselves. Pure; two_samples.hpp, two_shares.hpp and many_tests.hpp say how.
#pragma once

#include <string>
#include <vector>

#include "report/report.hpp"
#include "report/run_figures.hpp"

namespace misfire {

/// At most this often is anything called a change, in one comparison as a whole, when there is
/// none.
inline constexpr double kFalseAlarms = 0.05;

enum class Change {
  beyond,   ///< the noise: the runs say that something has changed
  within,   ///< the noise: a change, if there is one, is smaller than what these runs can show
  unknown,  ///< no result of so few runs could be beyond it
};
const char* to_string(Change);

struct Comparison {
  enum class Figure {
    failed_runs,    ///< share of the runs
    failed_logins,  ///< share of the logins, median of the runs
    stage,          ///< seconds of model time after the fault, median of the runs
  };
  struct Side {
    std::size_t runs = 0;     ///< that prove something
    std::size_t reached = 0;  ///< of them: failed, or came as far as the stage
    double value = 0;         ///< infinite: most runs did not come as far
  };
  struct Row {
    Figure figure = Figure::stage;
    std::string alert, team, stage;  ///< of a stage; no alert and team: of all of them (the effect)
    Side then, now;
    double shift = 0;
    double low = 0, high = 0;  ///< 95 % interval of the shift, by itself; infinite: there is none
    double p = 1, adjusted = 1;
    Change change = Change::unknown;
  };
  struct ScenarioRows {
    std::string scenario;
    std::vector<std::string> differences;  ///< in what the runs were made of and ran under
    std::vector<Row> rows;
  };
  std::string file;                     ///< of the earlier suite
  std::vector<ScenarioRows> scenarios;  ///< that both have, in today's order
  std::vector<std::string> only_then, only_now;
  std::size_t needed = 0;  ///< runs on either side, for no change to be unknown

  std::size_t count(Change) const;
};

/// `file`: what the earlier suite is called.
Comparison compare(const std::string& file, const std::vector<RunFigures>& then,
                   const std::vector<RunFigures>& now);

std::string comparison_text(const Comparison&, TerminalStyle);

}  // namespace misfire
