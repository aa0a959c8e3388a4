// Shows a comparison as it is wanted, and what it is worth as an exit code. Shared by compare and
// replay --against.
#pragma once

#include "cli/exit_code.hpp"
#include "replay/compare.hpp"

namespace misfire {

struct ComparisonForm {
  bool markdown = false, json = false;  ///< on standard output
  fs::path html;                        ///< a file; may be empty
};

/// 1 on a regression, 3 when something cannot be told any longer, scenarios that are gone included,
/// 0 otherwise.
ExitCode show(const SuiteComparison&, const ComparisonForm&);

}  // namespace misfire
