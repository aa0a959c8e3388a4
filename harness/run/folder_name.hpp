// What the folders under reports/ are called. One thread.
#pragma once

#include <string>

namespace misfire {

/// Eight hexadecimal digits, at random.
std::string new_run_id();

/// "20260218T100000Z-feb-18-weight-skew-1a2b3c4d": now, what it is of, and the id.
std::string folder_name(const std::string& of, const std::string& id);

}  // namespace misfire
