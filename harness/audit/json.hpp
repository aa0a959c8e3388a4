// An audit for machines.
#pragma once

#include <string>
#include <vector>

#include "audit/audit.hpp"

namespace misfire {

/// "misfire.audit/1": the files, the findings (suppressed ones with their reason), the counts.
/// Columns count bytes, from 1; end_column is exclusive and left out where the line's end is meant.
std::string audit_json(const Audit&);

/// The catalogue, by id.
std::string rules_json(const std::vector<RuleDoc>&);

}  // namespace misfire
