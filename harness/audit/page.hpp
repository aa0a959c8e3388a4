// The catalogue as pages for people: docs/audit is made of these.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/rule.hpp"

namespace misfire {

/// What a rule looks for, why, where it happened, and what to write instead: Markdown without its
/// heading.
std::string page_body(const RuleDoc&);

/// Path below docs/audit → Markdown: a page a rule ("haproxy/no-check.md"), and README.md, which
/// has all of them in the order of their topics.
std::map<std::string, std::string> pages(const std::vector<RuleDoc>&);

}  // namespace misfire
