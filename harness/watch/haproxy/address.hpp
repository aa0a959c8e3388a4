// Addresses in one spelling, so that the file's and the running HAProxy's can be compared.
#pragma once

#include <string>

namespace misfire::watch {

/// "10.0.0.1:80", "[2001:db8::1]:80" (RFC 5952, whatever was written), "auth1.internal:80".
std::string address_text(std::string host, int port);

}  // namespace misfire::watch
