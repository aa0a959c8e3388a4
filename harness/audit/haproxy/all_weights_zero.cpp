#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    const bool all = std::all_of(pool.servers.begin(), pool.servers.end(),
                                 [](const AuditServer& server) { return server.weight() == 0; });
    if (!pool.whole || !all) continue;
    found.push_back(
        place_at(in.model, pool.section->header,
                 fmt::format("every server of {} has weight 0: all requests are answered with 503",
                             title_of(*pool.section))));
  }
  return found;
}

}  // namespace

HaproxyRule all_weights_zero() {
  RuleDoc doc;
  doc.id = "haproxy/all-weights-zero";
  doc.severity = Severity::error;
  doc.topic = Topic::weights;
  doc.title = "No server of a pool has a weight";
  doc.why =
      "Servers with weight 0 get nothing: with no other server, HAProxy answers every request with "
      "503. Measured: no login succeeds. All servers are up meanwhile.";
  doc.fix = "Give the servers that shall work a weight of at least 1.";
  doc.bad =
      "server auth1 10.0.0.11:9001 check weight 0\nserver auth2 10.0.0.12:9001 check weight 0";
  doc.good = "server auth1 10.0.0.11:9001 check\nserver auth2 10.0.0.12:9001 check";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
