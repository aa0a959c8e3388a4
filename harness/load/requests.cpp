#include "load/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/accounts.hpp"

namespace misfire {
namespace {

constexpr int kMostKept = 100'000;  // about 30 MB; further ones are made anew for each login

std::shared_ptr<const std::string> request_of(std::uint64_t seed, int user) {
  const std::string body =
      nlohmann::json{{"user", user_name(user)}, {"password", password_of(seed, user)}}.dump();
  return std::make_shared<const std::string>(
      fmt::format("POST /login HTTP/1.1\r\nHost: login.example.com\r\n"
                  "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                  body.size(), body));
}

}  // namespace

Requests::Requests(int users, std::uint64_t seed)
    : seed_(seed), kept_(static_cast<std::size_t>(std::min(users, kMostKept))) {}

std::shared_ptr<const std::string> Requests::of(std::uint32_t user) {
  if (user >= kept_.size()) return request_of(seed_, static_cast<int>(user));
  auto& kept = kept_[user];
  if (!kept) kept = request_of(seed_, static_cast<int>(user));
  return kept;
}

}  // namespace misfire
