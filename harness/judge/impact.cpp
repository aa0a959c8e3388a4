#include "judge/impact.hpp"

#include <algorithm>
#include <unordered_map>

namespace misfire {

Impact::Flood flood_of(const std::vector<Login>& logins, Instant from, Instant to) {
  Impact::Flood flood;
  for (const Login& login : logins) {
    if (login.planned < from || login.planned >= to) continue;
    ++flood.logins;
    flood.let_in += login.ok() ? 1 : 0;
    flood.denied += login.outcome == Outcome::denied ? 1 : 0;
  }
  return flood;
}

Impact impact_of(const std::vector<Login>& logins, const std::vector<std::string>& servers,
                 Instant from, Instant to) {
  struct User {
    std::int64_t attempts = 0, failed = 0;
  };
  std::unordered_map<std::uint32_t, User> users;
  Impact impact;
  for (const std::string& server : servers) impact.per_backend.push_back({server, 0, 0});
  Impact::PerBackend none{"(none)", 0, 0};
  for (const Login& login : logins) {
    if (login.planned < from || login.planned >= to) continue;
    Impact::PerBackend& backend =
        login.backend < servers.size() ? impact.per_backend[login.backend] : none;
    User& user = users[login.user];
    ++impact.logins;
    ++backend.logins;
    ++user.attempts;
    if (login.ok()) continue;
    ++impact.failed;
    ++backend.failed;
    ++user.failed;
  }
  if (none.logins > 0) impact.per_backend.push_back(none);
  if (impact.logins > 0) {
    impact.failed_ratio = static_cast<double>(impact.failed) / static_cast<double>(impact.logins);
  }
  impact.users = std::count_if(users.begin(), users.end(), [](const auto& entry) {
    return entry.second.failed * 2 >= entry.second.attempts;
  });
  return impact;
}

}  // namespace misfire
