// A certificate in place of production's, whose private key stays where it is.
#pragma once

#include <string>

#include "base/error.hpp"

namespace misfire {

/// PEM: a self-signed certificate and its private key (ECDSA P-256), made once in this process and
/// kept in memory. It is its own authority, so that it stands in for `ca-file`, too. Error: the
/// library refuses.
const Result<std::string>& generated_certificate();

}  // namespace misfire
