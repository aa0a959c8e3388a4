// A suite's own folder, beside those of its runs: suite.json, which names them, the
// review, and both as a page.
#pragma once

#include <string>

#include "base/error.hpp"
#include "base/files.hpp"
#include "judge/review.hpp"

namespace misfire {

inline constexpr const char* kSuiteFile = "suite.json";
inline constexpr const char* kSuitePage = "suite.html";

/// Makes REPORTS/<time>-suite-<short id>/ with suite.json, review.json, review.md and
/// suite.html. Errors (environment): it cannot be written.
Result<fs::path> write_suite_folder(const fs::path& reports, const std::string& suite_json,
                                    const Review&);

}  // namespace misfire
