// An audit as SARIF 2.1.0 (OASIS Standard, errata 01), for code-scanning services.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "audit/audit.hpp"

namespace misfire {

/// GitHub refuses a run with more results (docs.github.com, "SARIF support for code scanning").
inline constexpr std::size_t kSarifResults = 25'000;

/// One run. Every rule of the catalogue is listed with its page; columns count UTF-16 code units;
/// suppressed findings are results with a suppression. Of more results than `most`, the most severe
/// ones are told, and the run says how many were left out.
std::string sarif(const Audit&, const std::vector<RuleDoc>& catalogue, const std::string& version,
                  std::size_t most = kSarifResults);

}  // namespace misfire
