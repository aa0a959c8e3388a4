#include "base/accounts.hpp"

#include <fmt/format.h>

#include "base/random.hpp"

namespace misfire {

std::string user_name(int i) {
  return fmt::format("user{:06}", i);
}

std::string password_of(std::uint64_t seed, int i) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  Random random(seed, "password/" + user_name(i));
  std::string password(16, ' ');
  for (char& c : password) c = kLetters[random.below(kLetters.size())];
  return password;
}

}  // namespace misfire
