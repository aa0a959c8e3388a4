// Every rule that there is, as documentation.
#pragma once

#include <vector>

#include "audit/rule.hpp"

namespace misfire {

/// Of all kinds of files, by kind and id.
std::vector<RuleDoc> rule_docs();

/// Null if there is none of that id.
const RuleDoc* find_rule(const std::vector<RuleDoc>&, const std::string& id);

}  // namespace misfire
