#include "fault/shared/weights.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fault/shared/logins.hpp"

namespace misfire {
namespace {

constexpr std::int64_t kLightest = 0, kHeaviest = 256;  // what HAProxy takes; others take more

Result<int> weight_of(const std::string& param, const ParamValue& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr || *number < kLightest || *number > kHeaviest) {
    return usage_error(
        fmt::format("parameter \"{}\" of weights must be a whole number from {} to {}", param,
                    kLightest, kHeaviest));
  }
  return static_cast<int>(*number);
}

/// The narrower role wins: an index over first and last, these over others, others over all.
int rank(const std::string& role) {
  if (role == "all") return 0;
  if (role == "others") return 1;
  if (role == "first" || role == "last") return 2;
  return 3;
}

/// "others" are those that no narrower role names; on its own it means all but the first.
Result<std::vector<std::size_t>> others(const Args& args, std::size_t pool_size) {
  std::vector<bool> named(pool_size, false);
  bool any = false;
  for (const auto& [role, value] : args) {
    if (rank(role) < 2) continue;
    const auto servers = servers_of_role(role, pool_size);
    if (!servers) return servers;
    for (const std::size_t server : *servers) named[server] = any = true;
  }
  if (!any) return servers_of_role("others", pool_size);
  std::vector<std::size_t> rest;
  for (std::size_t i = 0; i < pool_size; ++i) {
    if (!named[i]) rest.push_back(i);
  }
  if (rest.empty()) {
    return usage_error("\"others\" names no server: the other parameters name them all");
  }
  return rest;
}

/// The pool as it was before, with the weights of now; whoever is gone gets nothing.
std::vector<double> shares_by_weight(const LiveState& before, const LiveState& now) {
  std::vector<double> weights;
  for (const auto& server : before.servers) {
    const auto* same = find_server(now, server.name);
    weights.push_back(same == nullptr ? 0 : same->weight);
  }
  return shares(weights);
}

bool traffic_followed(const LiveState& before, const LiveState& now, const LoginTally& tally) {
  return logins_moved(shares_by_weight(before, before), shares_by_weight(before, now), tally);
}

void tell_weights(const LiveState& before, const LiveState& now, Shown& shown) {
  std::vector<std::string> names, weights;
  for (const auto& server : now.servers) {
    names.push_back(fmt::format("{} {}", server.name, server.weight));
  }
  for (const auto& server : before.servers) weights.push_back(std::to_string(server.weight));
  shown.evidence.push_back(fmt::format("the balancer reports weights {} (before: {})",
                                       fmt::join(names, ", "), fmt::join(weights, ", ")));
}

ParamSpec param(const char* name, const char* about) {
  ParamSpec spec;
  spec.name = name;
  spec.type = ParamType::integer;
  spec.about = about;
  spec.min = kLightest;
  spec.max = kHeaviest;
  return spec;
}

constexpr double kOutage = 0.05;  // of the logins, answered on connections of a former worker

/// Where no server has a weight nobody is to be answered, so that there are no shares to compare.
bool is_outage(const LiveState& live) {
  return std::all_of(live.servers.begin(), live.servers.end(),
                     [](const LiveState::Server& server) { return server.weight == 0; });
}

bool nobody_is_answered(const LoginTally& logins, Shown& shown) {
  if (!enough_logins(logins, shown)) return false;
  const double share =
      static_cast<double>(answered(logins.since)) / static_cast<double>(all_logins(logins.since));
  shown.evidence.push_back(fmt::format("{} of {} logins were answered by a server of the pool",
                                       share_text(share), all_logins(logins.since)));
  return share <= kOutage;
}

}  // namespace

Result<Weights> asked_weights(const Args& args, std::size_t pool_size) {
  if (args.empty()) {
    return usage_error("weights needs at least one of the parameters first, last, others, all",
                       "for example params = { first = 200, others = 25 }");
  }
  Weights weights(pool_size);
  std::vector<int> decided_by(pool_size, -1);
  for (const auto& [role, value] : args) {
    const auto weight = weight_of(role, value);
    if (!weight) return tl::unexpected(weight.error());
    const auto servers =
        role == "others" ? others(args, pool_size) : servers_of_role(role, pool_size);
    if (!servers) {
      Error error = servers.error();
      error.message = fmt::format("parameter \"{}\" of weights: {}", role, error.message);
      return tl::unexpected(std::move(error));
    }
    for (const std::size_t server : *servers) {
      if (rank(role) < decided_by[server]) continue;
      if (rank(role) == decided_by[server] && weights[server] != *weight) {
        return usage_error(fmt::format(
            "parameter \"{}\" of weights gives server {} another weight than a parameter before it",
            role, server));
      }
      weights[server] = *weight;
      decided_by[server] = rank(role);
    }
  }
  return weights;
}

FaultDoc weights_doc() {
  FaultDoc doc;
  doc.name = "weights";
  doc.title = "Server weights out of proportion";
  doc.about =
      "The weights of the pool's servers no longer match their strength, so that one server gets "
      "more logins than it can answer while the others idle. Every server stays up and every "
      "health check succeeds: only the traffic and the weights themselves show it.";
  doc.incident =
      "18 February 2024: weights sent too much traffic to one authentication backend, 30 % of the "
      "users could not log in for 5 h 30 min, and the database and a denial of service were "
      "suspected first. GitLab, 2023: six new balancer nodes beside 39 got about half of the "
      "traffic (see also GitLab CR#15950). Azure Front Door, 29 October 2025: an inadvertent "
      "configuration left the healthy nodes with imbalanced load.";
  doc.params = {param("first", "weight of the pool's first server"),
                param("last", "weight of the pool's last server"),
                param("others",
                      "weight of the servers that first and last do not name; alone: all but the "
                      "first"),
                param("all", "weight of every server that no other parameter names")};
  return doc;
}

Shown weights_witness(const Args& args, const Observed& seen) {
  const auto weights = asked_weights(args, seen.before.servers.size());
  const Weights nothing(seen.before.servers.size());
  Shown shown = weights_shown(weights.value_or(nothing), seen);
  shown.shown = shown.shown && weights.has_value();
  return shown;
}

Shown weights_shown(const Weights& weights, const Observed& seen) {
  const LiveState &before = seen.before, &now = seen.now;
  Shown shown;
  tell_weights(before, now, shown);
  bool as_asked = true, changed = false;
  for (std::size_t i = 0; i < before.servers.size(); ++i) {
    const auto* server = find_server(now, before.servers[i].name);
    if (server == nullptr) continue;  // another fault may have removed it
    changed = changed || server->weight != before.servers[i].weight;
    if (!weights[i] || server->weight == *weights[i]) continue;
    as_asked = false;
    shown.evidence.push_back(fmt::format("{} was to have weight {}", server->name, *weights[i]));
  }
  if (!changed) shown.evidence.push_back("no weight differs from before");
  if (changed && is_outage(now)) {
    shown.shown = as_asked && nobody_is_answered(seen.logins, shown);
    return shown;
  }
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(before, seen.logins, shown);
  const bool followed = traffic_followed(before, now, seen.logins);
  if (changed && !followed) {
    shown.evidence.push_back("the logins did not move as the weights did");
  }
  shown.shown = as_asked && changed && followed;
  return shown;
}

}  // namespace misfire
