// What the audit looks for in nginx configurations. Facts are nginx's documentation
// (nginx.org/en/docs) and open source nginx; incidents are those of docs/, where one is known.
#pragma once

#include <vector>

#include "audit/rule.hpp"

namespace misfire {

using NginxRule = AuditRule<NginxSubject>;

/// All of them.
std::vector<NginxRule> nginx_rules();

}  // namespace misfire
