// Time zones, read from the machine's TZif files: the standard library here has no zone database,
// and the C library's TZ variable belongs to the whole process.
#pragma once

#include <chrono>
#include <string>

#include "base/error.hpp"

namespace misfire {

/// What a zone's clocks are ahead of UTC at an instant ("Europe/Berlin", "UTC", "Local"). Errors:
/// no such zone. Exact as far as the file lists its changes (Debian's: to 2037).
Result<std::chrono::seconds> utc_offset(const std::string& zone, std::chrono::sys_seconds at);

}  // namespace misfire
