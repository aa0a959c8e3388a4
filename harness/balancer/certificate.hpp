// Certificates in place of production's, whose private keys stay where they are.
#pragma once

#include <string>

#include "base/error.hpp"

namespace misfire {

/// PEM: a self-signed certificate and its private key (ECDSA P-256), made once in this process and
/// kept in memory. It is its own authority, so that it stands in for `ca-file`, too. Error: the
/// library refuses.
const Result<std::string>& generated_certificate();

/// The same with another key, and its time was over yesterday: of a listener whose certificate
/// nobody has renewed.
const Result<std::string>& expired_certificate();

/// What a fault writes into a configuration where that one is to stand: nobody's file.
inline constexpr char kExpiredCertificate[] = "/etc/ssl/private/login-expired.pem";

}  // namespace misfire
