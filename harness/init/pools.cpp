#include "init/pools.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/lower_case.hpp"

namespace misfire {

bool speaks_of_login(std::string_view text) {
  const std::string lower = lower_case(text);
  for (const char* word : {"auth", "login", "logon", "signin", "sign-in", "sign_in", "session",
                           "sso", "oidc", "identity", "account", "keycloak", "passport", "idp"}) {
    if (lower.find(word) != lower.npos) return true;
  }
  return false;
}

void rank(std::vector<PoolGuess>& pools) {
  for (PoolGuess& pool : pools) {
    const auto add = [&](int points, std::string why) {
      pool.score += points;
      if (!why.empty()) pool.why.push_back(std::move(why));
    };
    if (speaks_of_login(pool.name))
      add(4, fmt::format("its name \"{}\" speaks of logins", pool.name));
    if (speaks_of_login(pool.login_path)) add(4, fmt::format("{} leads to it", pool.login_path));
    if (speaks_of_login(pool.login_host)) add(2, fmt::format("{} leads to it", pool.login_host));
    const bool named =
        std::any_of(pool.servers.begin(), pool.servers.end(), [](const auto& server) {
          return speaks_of_login(server.name) || speaks_of_login(server.address);
        });
    if (named) add(2, "its servers' names speak of logins");
    if (pool.servers.size() > 1) add(1, "");
    if (pool.login_path.empty())
      add(1, pool.why.empty() ? "whatever nobody else takes leads to it" : "");
  }
  std::stable_sort(pools.begin(), pools.end(), [](const PoolGuess& a, const PoolGuess& b) {
    return a.score != b.score ? a.score > b.score : a.servers.size() > b.servers.size();
  });
}

}  // namespace misfire
