#include <fmt/format.h>

#include <algorithm>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"
#include "fault/shared/logins.hpp"

namespace misfire {
namespace {

FaultDoc doc() {
  FaultDoc doc;
  doc.name = "balance-first";
  doc.title = "Servers filled one after the other";
  doc.about =
      "With `balance first` a server gets logins only while all before it are at their maxconn. "
      "That "
      "saves machines that can be switched off; with a maxconn that is far beyond what a server "
      "can "
      "answer, the first one gets everything and the others idle. Weights are as before, and are "
      "not used.";
  doc.incident =
      "npm, 28 January 2014: after a restart everything went to the first backend. ConfigX (OOPSLA "
      "2021) calls such settings valid and unintended.";
  return doc;
}

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  return set_balance(config, "first");
}

double share_of_first(const LoginCounts& logins, std::size_t pool_size) {
  const auto shares = shares_of(logins, pool_size);
  return shares.empty() ? 0 : shares.front();
}

Shown witness(const Args&, const Observed& seen) {
  Shown shown;
  const std::string &before = seen.before.algorithm, &now = seen.now.algorithm;
  shown.evidence.push_back(
      fmt::format("the balancer chooses servers by {} (before: {})", now, before));
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(seen.before, seen.logins, shown);
  const std::size_t servers = seen.before.servers.size();
  shown.shown = now == "first" && before != now &&
                share_of_first(seen.logins.since, servers) >= kNearlyAll &&
                share_of_first(seen.logins.before, servers) < kNearlyAll;
  return shown;
}

}  // namespace

Misconfiguration haproxy_balance_first() {
  Misconfiguration fault;
  fault.doc = doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
