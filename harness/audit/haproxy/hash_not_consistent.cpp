#include <fmt/format.h>

#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

bool hashes(const std::string& algorithm) {
  const std::string name = algorithm.substr(0, algorithm.find('('));
  static const std::set<std::string> known = {"source", "uri",  "url_param",
                                              "hdr",    "hash", "rdp-cookie"};
  return known.contains(name);
}

/// Of two, the one that stays keeps its clients by any hash.
bool has_three(const AuditPool& pool) {
  int sharing = 0;
  for (const AuditServer& server : pool.servers) sharing += server.backup() ? 0 : server.count;
  return sharing >= 3;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  for (const AuditPool& pool : in.pools) {
    const Effective balance = effective(in.model, *pool.section, "balance");
    const auto algorithm = balance.word(1);
    if (!has_three(pool) || !algorithm || !hashes(*algorithm)) continue;
    const Effective type = effective(in.model, *pool.section, "hash-type");
    if (type.unknown || (type.line != nullptr && type.word(1) != "map-based")) continue;
    if (!told.insert(balance.line).second) continue;
    found.push_back(
        place_at(in.model, *balance.line,
                 fmt::format("`balance {}` without `hash-type consistent`: most clients "
                             "change their server whenever one comes or goes",
                             *algorithm)));
  }
  return found;
}

}  // namespace

HaproxyRule hash_not_consistent() {
  RuleDoc doc;
  doc.id = "haproxy/hash-not-consistent";
  doc.severity = Severity::warning;
  doc.topic = Topic::stickiness;
  doc.title = "A hash moves nearly all clients when a server leaves";
  doc.why =
      "HAProxy's default is a table of the servers that are up (`hash-type map-based`): when one "
      "leaves or comes, most clients are led to other servers (of two, none of the one that "
      "stays). Sessions, caches and rate limits "
      "that live in the servers are lost all over the pool just when it is one server short.";
  doc.fix =
      "Write `hash-type consistent`: then only the clients of the server that left are moved.";
  doc.bad = "balance source";
  doc.good = "balance source\nhash-type consistent";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
