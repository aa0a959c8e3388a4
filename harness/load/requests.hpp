// The login requests as bytes, by user. Owned by the driver, used from its thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace misfire {

class Requests {
 public:
  /// `seed`: of the accounts (base/accounts.hpp).
  Requests(int users, std::uint64_t seed);
  std::shared_ptr<const std::string> of(std::uint32_t user);

 private:
  std::uint64_t seed_;
  std::vector<std::shared_ptr<const std::string>> kept_;  ///< of the first users, once needed
};

}  // namespace misfire
