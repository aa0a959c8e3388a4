// Lists of users, and the request that is made of each: whatever a password holds, it breaks out of
// neither the body nor the header in which it stands.
#include "load/requests.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

constexpr std::size_t kFew = 20;

void use(const Credentials& account) {
  require(!account.user.empty() && !account.password.empty(), "an account has both");
  const std::string request = login_request({}, account);
  const std::size_t end = request.find("\r\n\r\n");
  require(std::count(request.begin(), request.begin() + static_cast<long>(end), '\n') == 3,
          "the head has four lines");
  const auto body = nlohmann::json::parse(request.substr(end + 4), nullptr, false);
  require(body.is_object() && body.size() == 2, "the body is JSON with two fields");
  LoginSpec basic;
  basic.headers = {{"Authorization", "Basic {basic}"}, {"X-User", "{user}"}};
  const std::string other = login_request(basic, account);
  require(std::count(other.begin(), other.begin() + static_cast<long>(other.find("\r\n\r\n")),
                     '\n') == 4,
          "the head has five lines");
}

}  // namespace

void users(std::string_view text) {
  const auto accounts = parse_users(text, "users.csv");
  if (!accounts) return require_places(accounts.error(), "users.csv", text);
  require(!accounts->empty(), "an accepted list has a user");
  for (std::size_t i = 0; i < std::min(kFew, accounts->size()); ++i) use((*accounts)[i]);
}

}  // namespace misfire::fuzz
