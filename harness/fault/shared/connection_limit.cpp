#include "fault/shared/connection_limit.hpp"

#include <fmt/format.h>

#include "fault/shared/logins.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = connection_limit_doc();
  return made;
}

std::string words(int limit) {
  return limit == 0 ? "none" : std::to_string(limit);
}

}  // namespace

FaultDoc connection_limit_doc() {
  FaultDoc doc;
  doc.name = "connection-limit";
  doc.title = "Connection limit too low";
  doc.about =
      "The balancer opens fewer connections to a server than the server could use, so that servers "
      "idle under full load. With HAProxy logins wait in its queue: at first only the latency "
      "tells, "
      "and then the queue's own time limit turns logins away with 503. The open-source nginx has "
      "no "
      "queue: what exceeds the limit of every server is answered with 502 at once.";
  doc.incident =
      "GitHub, 9 January 2024: a connection limit that was lower than intended bit while hosts "
      "were "
      "upgraded, 140 min. HAProxy's own default, 2000 for a frontend, is a limit that nobody "
      "wrote.";
  doc.params = {role_param("servers", "the servers that are limited", "all"),
                integer_param("connections", "how many at a time", 1, 1, 100'000)};
  return doc;
}

std::int64_t connection_limit(const Args& args) {
  return integer_of(doc(), args, "connections");
}

Result<std::vector<std::size_t>> limited_servers(const Args& args, std::size_t pool_size) {
  return servers_of(doc(), args, "servers", pool_size);
}

Result<void> lowers_limit(const std::string& server, std::int64_t present, std::int64_t limit) {
  if (present == 0 || limit <= present) return {};
  return usage_error(
      fmt::format("parameter \"connections\" of connection-limit: {} would be raised "
                  "from {} to {}",
                  server, present, limit),
      fmt::format("ask for fewer than {}", present));
}

Shown connection_limit_witness(const Args& args, const Observed& seen) {
  Shown shown;
  const auto servers = limited_servers(args, seen.before.servers.size());
  if (!servers) return shown;
  const std::int64_t limit = connection_limit(args);
  bool any = false, all = true;
  for (const std::size_t i : *servers) {
    const LiveState::Server& before = seen.before.servers[i];
    const auto* now = find_server(seen.now, before.name);
    if (now == nullptr) continue;  // another fault removed it
    shown.evidence.push_back(fmt::format("{}: the balancer's connection limit is {} (before: {})",
                                         before.name, words(now->maxconn), words(before.maxconn)));
    any = any || now->maxconn != before.maxconn;
    all = all && now->maxconn == limit;
  }
  shown.shown = any && all;
  return shown;
}

}  // namespace misfire
