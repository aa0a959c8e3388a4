// The login requests as bytes, by user. Owned by the driver, used from its thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "load/users.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// One user's request. What stands in place of {user} and {password} is written as the place wants
/// it: as JSON, form, XML or plain text by the body's Content-Type, percent-encoded in the path.
std::string login_request(const LoginSpec&, const Credentials&);

class Requests {
 public:
  /// `seed`: of the accounts (base/accounts.hpp), where no list of users is given.
  /// `wrong`: each with a password that is not the user's.
  Requests(int users, std::uint64_t seed, LoginSpec login = {},
           std::shared_ptr<const UserList> accounts = {}, bool wrong = false);
  std::shared_ptr<const std::string> of(std::uint32_t user);

 private:
  std::shared_ptr<const std::string> make(std::uint32_t user) const;
  std::uint64_t seed_;
  LoginSpec login_;
  std::shared_ptr<const UserList> accounts_;
  bool wrong_;
  std::vector<std::shared_ptr<const std::string>> kept_;  ///< of the first users, once needed
};

}  // namespace misfire
