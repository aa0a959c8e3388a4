#include "fault/shared/logins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace misfire {
namespace {

constexpr double kSigmas = 3;           // a shift that chance makes once in a thousand runs
constexpr double kLeastProgress = 0.2;  // of the shift that is asked for

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

double largest_share(const LoginCounts& logins, std::size_t pool_size) {
  const auto shares = shares_of(logins, pool_size);
  return shares.empty() ? 0 : *std::max_element(shares.begin(), shares.end());
}

double share_of_status(const LoginCounts& logins, int status) {
  const auto found = logins.by_status.find(status);
  const std::int64_t all = all_logins(logins);
  if (found == logins.by_status.end() || all == 0) return 0;
  return static_cast<double>(found->second) / static_cast<double>(all);
}

bool logins_moved(const std::vector<double>& asked_before, const std::vector<double>& asked_now,
                  const LoginTally& tally) {
  const std::size_t n = asked_before.size();
  const std::int64_t logins_before = answered(tally.before), logins_since = answered(tally.since);
  const auto since = shares_of(tally.since, n);
  const auto was = logins_before > 0 ? shares_of(tally.before, n) : asked_before;
  double asked = 0, moved = 0, mean = 0, square = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double shift = asked_now[i] - asked_before[i];
    asked += shift * shift;
    moved += shift * (since[i] - was[i]);
    mean += shift * since[i];
    square += shift * shift * since[i];
  }
  if (asked < 1e-9) return false;  // other numbers, the same proportions
  const double samples = 1.0 / static_cast<double>(logins_since) +
                         (logins_before > 0 ? 1.0 / static_cast<double>(logins_before) : 0.0);
  const double chance = std::sqrt(std::max(0.0, square - mean * mean) * samples);
  return moved > kSigmas * chance && moved >= kLeastProgress * asked;
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
