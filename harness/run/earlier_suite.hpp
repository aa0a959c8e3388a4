// The suite that --baseline names, to compare this one with.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "report/run_figures.hpp"

namespace misfire {

struct EarlierSuite {
  std::string file;  ///< as the user named it
  std::vector<RunFigures> runs;
};
/// Errors (usage): the file cannot be read, or is not what `misfire run --json` printed.
Checked<EarlierSuite> read_earlier_suite(const fs::path&);

/// Errors (usage): it has no run of any of these scenarios.
Result<void> check_has_any(const EarlierSuite&, const std::vector<std::string>& scenarios);

}  // namespace misfire
