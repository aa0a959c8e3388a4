// Answers to logins that come out of a cache.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc login_cached_doc();

}  // namespace misfire
