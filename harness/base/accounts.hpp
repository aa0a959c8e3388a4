// The accounts of a run: functions of the seed, so that the login driver knows every password that
// the auth backends' store was filled with.
#pragma once

#include <cstdint>
#include <string>

namespace misfire {

/// "user000042".
std::string user_name(int i);
/// 16 letters and digits.
std::string password_of(std::uint64_t seed, int i);

}  // namespace misfire
