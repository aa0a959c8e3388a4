// Environment variables that change which code a program loads: HAProxy's master starts itself anew
// at every reload, with what `setenv` set. Internal to the HAProxy adapter.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace misfire {

inline bool steers_loading(const std::string& variable) {
  constexpr std::array<std::string_view, 8> kPrefixes = {
      "LD_", "OPENSSL", "SSL_", "GLIBC_", "GCONV_", "LUA_", "HAPROXY_", "MALLOC_"};
  for (const std::string_view prefix : kPrefixes) {
    if (variable.starts_with(prefix)) return true;
  }
  return variable == "PATH" || variable == "LOCPATH" || variable == "NLSPATH";
}

}  // namespace misfire
