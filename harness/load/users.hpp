// The users that log in: a list of the user's own, or those that are made up of the seed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

struct Credentials {
  std::string user, password;
  bool operator==(const Credentials&) const = default;
};
using UserList = std::vector<Credentials>;

/// Lines "user,password" (RFC 4180: quotes around what has commas; a first line that says just that
/// is a heading). Errors: all lines that are not, users that come twice. Passwords are never
/// quoted.
Checked<UserList> parse_users(std::string_view text, const std::string& file);

/// The same of a file. `named_at`: where it is named.
Checked<UserList> read_users(const fs::path&, const Position& named_at);

}  // namespace misfire
