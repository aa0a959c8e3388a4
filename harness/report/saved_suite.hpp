// What `misfire run --json` printed, read back from a file.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "report/run_figures.hpp"

namespace misfire {

/// Errors (usage): every place where it is not what misfire prints, up to ten.
Checked<std::vector<RunFigures>> saved_suite(const std::string& text, const std::string& file);

}  // namespace misfire
