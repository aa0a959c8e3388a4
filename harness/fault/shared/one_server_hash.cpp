#include "fault/shared/one_server_hash.hpp"

#include <fmt/format.h>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

// What one server gets when the choice is known to have changed. Everybody's logins may be too many
// for it, and what it fails the balancer passes on.
constexpr double kMost = 2.0 / 3;

const FaultDoc& doc() {
  static const FaultDoc made = one_server_hash_doc();
  return made;
}

}  // namespace

FaultDoc one_server_hash_doc() {
  FaultDoc doc;
  doc.name = "one-server-hash";
  doc.title = "Everybody hashed to one server";
  doc.about =
      "Servers are chosen by a hash of something that all logins share: their path, the address of "
      "the network that they come through, or the host name. One server gets everything, the "
      "others "
      "idle, and all are up. Weights and states are as they should be; only the traffic tells.";
  doc.incident =
      "npm, 28 January 2014: the choice of a backend fell back to the first one after a restart. "
      "ConfigX (OOPSLA 2021) calls such settings valid and unintended. With a hash of the path, 1 "
      "% "
      "of the logins succeeded within a second in a measurement of this project.";
  doc.params = {choice_param("by", "what is hashed: the path, the client's address, the host name",
                             {"uri", "source", "host"})};
  return doc;
}

std::string hash_key(const Args& args) {
  return text_of(doc(), args, "by");
}

Shown one_server_hash_witness(const Args&, const Observed& seen) {
  Shown shown;
  const std::string &before = seen.before.algorithm, &now = seen.now.algorithm;
  if (!now.empty()) {
    shown.evidence.push_back(
        fmt::format("the balancer chooses servers by {} (before: {})", now, before));
  }
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(seen.before, seen.logins, shown);
  const std::size_t servers = seen.before.servers.size();
  const double wanted = now.empty() ? kNearlyAll : kMost;
  shown.shown = (now.empty() || now != before) &&
                largest_share(seen.logins.since, servers) >= wanted &&
                largest_share(seen.logins.before, servers) < wanted;
  return shown;
}

}  // namespace misfire
