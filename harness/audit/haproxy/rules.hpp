// The rules about HAProxy's configuration, one file each in this folder.
#pragma once

#include <vector>

#include "audit/rule.hpp"

namespace misfire {

using HaproxyRule = AuditRule<HaproxySubject>;

/// By id.
std::vector<HaproxyRule> haproxy_rules();

}  // namespace misfire
