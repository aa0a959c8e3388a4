// An audit for people: as compilers tell mistakes.
#pragma once

#include <string>
#include <vector>

#include "audit/audit.hpp"
#include "report/report.hpp"

namespace misfire {

/// "file:line:col: severity: message [rule]", the line with the place underlined, and a summary.
/// Findings below `least`, and suppressed ones, are only counted.
std::string audit_text(const Audit&, Severity least, TerminalStyle);

/// The catalogue, a line a rule.
std::string rules_text(const std::vector<RuleDoc>&);

/// All of a rule's documentation.
std::string rule_text(const RuleDoc&, TerminalStyle);

}  // namespace misfire
