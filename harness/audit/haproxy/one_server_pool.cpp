#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    const AuditServer& only = pool.servers.front();
    if (!pool.whole || pool.size() != 1 || is_local(only.address)) continue;
    found.push_back(
        place_at(in.model, *only.line, 1, only.address_word,
                 fmt::format("\"{}\" is the only server of {}: when it stops, nothing is left",
                             only.name, title_of(*pool.section))));
  }
  return found;
}

}  // namespace

HaproxyRule one_server_pool() {
  RuleDoc doc;
  doc.id = "haproxy/one-server-pool";
  doc.severity = Severity::note;
  doc.topic = Topic::servers;
  doc.title = "A pool has one server";
  doc.why =
      "When that server stops, restarts or is deployed, every request of the pool fails; there is "
      "nothing that a check or a retry could fall back on.";
  doc.fix = "Give the pool a second server, if need be as a backup that says what is going on.";
  doc.bad = "backend auth\n    server auth1 10.0.0.11:9001 check";
  doc.good =
      "backend auth\n    server auth1 10.0.0.11:9001 check\n    server auth2 10.0.0.12:9001 check";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
