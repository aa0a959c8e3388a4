// The nginx part of the catalogue.
#pragma once

#include <vector>

#include "audit/rule.hpp"

namespace misfire {

std::vector<RuleDoc> nginx_docs();

}  // namespace misfire
