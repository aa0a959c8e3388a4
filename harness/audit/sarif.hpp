// An audit as SARIF 2.1.0 (OASIS Standard, errata 01), for code-scanning services.
#pragma once

#include <string>
#include <vector>

#include "audit/audit.hpp"

namespace misfire {

/// One run. Every rule of the catalogue is listed with its page; columns count UTF-16 code units;
/// suppressed findings are results with a suppression. Services that take only so many results get
/// the most severe ones, and the run says how many were left out.
std::string sarif(const Audit&, const std::vector<RuleDoc>& catalogue, const std::string& version);

}  // namespace misfire
