// The secrets of a system file: how one logs in, and what the user's own programs are given.
#pragma once

#include "base/secrets.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// Values of variables, headers and options that are named like secrets, passwords in addresses,
/// and what the login sends beside user and password. Placeholders are none.
Secrets system_secrets(const System&);

}  // namespace misfire
