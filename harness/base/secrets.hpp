// What must not be read in anything that is written for people: the passwords, tokens and private
// addresses of the user's configurations. They are collected once, when the files are read, and
// hidden wherever text leaves the harness: errors, plan, history, logs, copies of configurations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace misfire {

/// What stands in a secret's place.
constexpr std::string_view kHidden = "<secret>";

/// Does a key, header or variable of this name hold a secret? "smtp_auth_password", "X-Api-Key".
bool names_a_secret(std::string_view name);

/// "https://user:pass@host/x" → "https://host/x"; other text as it is.
std::string without_userinfo(std::string_view url);

class Secrets {
 public:
  /// A value, and what it is made of ("Bearer TOKEN"), because messages quote pieces. Too short a
  /// value is left alone: hiding "web" would hide every mention of it.
  void add(std::string_view value);
  /// A URL: as a whole, and its password, long path segments and query values.
  void add_url(std::string_view url);
  void add(const Secrets&);

  bool empty() const { return values_.empty(); }
  /// The text with every secret replaced.
  std::string hide(std::string text) const;
  Errors hide(Errors) const;

 private:
  void keep(std::string_view value);
  std::vector<std::string> values_;  // the longest first, none twice
};

}  // namespace misfire
