#include "fault/shared/evidence.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <numeric>

#include "fault/shared/logins.hpp"

namespace misfire {
namespace {

constexpr double kAllButStragglers = 0.9;  // some may be on connections of a former worker

double share_of(const LoginCounts& logins, const std::vector<int>& statuses) {
  return std::accumulate(statuses.begin(), statuses.end(), 0.0, [&](double sum, int status) {
    return sum + share_of_status(logins, status);
  });
}

std::string name_of(int status) {
  return status == 0 ? "no answer" : std::to_string(status);
}

double reached(const LoginCounts& logins) {
  const std::int64_t all = all_logins(logins);
  return all == 0 ? 0 : static_cast<double>(answered(logins)) / static_cast<double>(all);
}

}  // namespace

std::string statuses_text(const LoginCounts& logins) {
  std::vector<std::string> parts;
  for (const auto& [status, count] : logins.by_status) {
    if (count == 0) continue;
    parts.push_back(
        fmt::format("{}: {}", name_of(status), share_text(share_of_status(logins, status))));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

Shown status_witness(const Observed& seen, const std::vector<int>& statuses, double least) {
  Shown shown;
  if (!enough_logins(seen.logins, shown)) return shown;
  const double now = share_of(seen.logins.since, statuses);
  const double before = share_of(seen.logins.before, statuses);
  std::vector<std::string> names;
  for (const int status : statuses) names.push_back(name_of(status));
  shown.evidence.push_back(fmt::format(
      "{} of the logins ended with {} (before: {}), and {} of {} were answered by a server of the "
      "pool",
      share_text(now), fmt::join(names, " or "), share_text(before), answered(seen.logins.since),
      all_logins(seen.logins.since)));
  shown.shown = now - before >= least;
  return shown;
}

Shown configuration_witness(const Observed& seen, const std::string& fault) {
  Shown shown;
  const std::string &before = seen.before.configuration, &now = seen.now.configuration;
  if (now.empty()) {
    shown.evidence.push_back("the balancer does not tell which configuration it runs");
    return shown;
  }
  shown.shown = now == seen.configuration && now != before && seen.now.worker != seen.before.worker;
  shown.evidence.push_back(fmt::format(
      "the worker that serves ({}; before: {}) says that it was started with the configuration {} "
      "(before: {})",
      seen.now.worker, seen.before.worker, now, before));
  shown.evidence.push_back(
      shown.shown ? fmt::format("that is the one with {}; no state shows that by itself, so this "
                                "is weaker evidence than traffic",
                                fault)
                  : fmt::format("the one with {} is {}", fault, seen.configuration));
  return shown;
}

Shown limit_witness(const Observed& seen, const std::string& begin, std::int64_t limit) {
  Shown shown;
  const auto& before = seen.before.limits;
  for (const auto& [what, now] : seen.now.limits) {
    if (!what.starts_with(begin)) continue;
    const auto was = before.find(what);
    if (was != before.end() && was->second == now) continue;
    shown.evidence.push_back(
        fmt::format("limit of {}: {} (before: {})", what, now,
                    was == before.end() ? "none" : std::to_string(was->second)));
    shown.shown = shown.shown || now == limit;
  }
  if (shown.evidence.empty()) {
    shown.evidence.push_back(
        fmt::format("the balancer tells no other limit of {} than before", begin));
  }
  if (all_logins(seen.logins.since) > 0) {
    shown.evidence.push_back("logins since, by status: " + statuses_text(seen.logins.since));
  }
  return shown;
}

Shown unreached_witness(const Observed& seen) {
  Shown shown;
  if (!enough_logins(seen.logins, shown)) return shown;
  const double now = reached(seen.logins.since), before = reached(seen.logins.before);
  shown.evidence.push_back(
      fmt::format("the servers of the pool answered {} of the logins (before: {}); by status: {}",
                  share_text(now), share_text(before), statuses_text(seen.logins.since)));
  shown.shown = now <= 1 - kAllButStragglers && before >= kAllButStragglers;
  return shown;
}

}  // namespace misfire
