// What a system file says beyond the files that it names.
#pragma once

#include "audit/rule.hpp"

namespace misfire {

/// The backends' capacity, and how soon the first page can come by the alert rules and routes; no
/// budget where these cannot be read or no rule pages.
AuditContext context_of(const System&);

}  // namespace misfire
