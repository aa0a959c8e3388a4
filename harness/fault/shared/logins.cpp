#include "fault/shared/logins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace misfire {
namespace {

bool enough(std::int64_t logins, const char* what, Shown& shown) {
  if (logins >= kFewestLogins) return true;
  shown.evidence.push_back(fmt::format("only {} logins {} since; {} are needed to compare shares",
                                       logins, what, kFewestLogins));
  return false;
}

}  // namespace

std::int64_t answered(const LoginCounts& logins) {
  return std::accumulate(logins.per_backend.begin(), logins.per_backend.end(), std::int64_t{0});
}

std::int64_t all_logins(const LoginCounts& logins) {
  std::int64_t all = 0;
  for (const auto& [status, count] : logins.by_status) all += count;
  return all;
}

std::vector<double> shares(const std::vector<double>& parts) {
  const double whole = std::accumulate(parts.begin(), parts.end(), 0.0);
  std::vector<double> result(parts.size(), 0.0);
  for (std::size_t i = 0; i < parts.size() && whole > 0; ++i) result[i] = parts[i] / whole;
  return result;
}

std::vector<double> shares_of(const LoginCounts& logins, std::size_t pool_size) {
  std::vector<double> parts(logins.per_backend.begin(), logins.per_backend.end());
  parts.resize(pool_size);
  return shares(parts);
}

double share_of_status(const LoginCounts& logins, int status) {
  const auto found = logins.by_status.find(status);
  const std::int64_t all = all_logins(logins);
  if (found == logins.by_status.end() || all == 0) return 0;
  return static_cast<double>(found->second) / static_cast<double>(all);
}

std::string share_text(double share) {
  return fmt::format("{:.0f} %", 100 * share);
}

bool enough_answered(const LoginTally& logins, Shown& shown) {
  return enough(answered(logins.since), "were answered", shown);
}

bool enough_logins(const LoginTally& logins, Shown& shown) {
  return enough(all_logins(logins.since), "ended", shown);
}

void tell_shares(const LiveState& before, const LoginTally& logins, Shown& shown) {
  const auto since = shares_of(logins.since, before.servers.size());
  const auto was = shares_of(logins.before, before.servers.size());
  for (std::size_t i = 0; i < before.servers.size(); ++i) {
    shown.evidence.push_back(fmt::format(
        "{} answered {} of the logins (before: {})", before.servers[i].name, share_text(since[i]),
        answered(logins.before) > 0 ? share_text(was[i]) : "not counted"));
  }
}

const LiveState::Server* find_server(const LiveState& live, const std::string& name) {
  const auto found =
      std::find_if(live.servers.begin(), live.servers.end(),
                   [&](const LiveState::Server& server) { return server.name == name; });
  return found == live.servers.end() ? nullptr : &*found;
}

}  // namespace misfire
