// What an answer means for a login: by status and by body.
#pragma once

#include <string_view>

#include "history/logins.hpp"

namespace misfire {

/// A login succeeded only when the answer says so: 200 and {"status":"ok"}. A maintenance page
/// with status 200 is no login.
Outcome outcome_of(int status, std::string_view body);

}  // namespace misfire
