#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    if (pool.active().empty()) continue;  // all-weights-zero speaks of it
    for (const AuditServer& server : pool.servers) {
      if (server.opaque || server.weight() != 0 || server.disabled()) continue;
      const std::size_t word = server.word_of("weight");
      found.push_back(place_at(in.model, *server.line, word,
                               word == server.address_word ? word : word + 1,
                               fmt::format("\"{}\" of {} gets no traffic, and looks up",
                                           server.name, title_of(*pool.section))));
    }
  }
  return found;
}

}  // namespace

HaproxyRule weight_zero() {
  RuleDoc doc;
  doc.id = "haproxy/weight-zero";
  doc.severity = Severity::warning;
  doc.topic = Topic::weights;
  doc.title = "A server with weight 0 is in the file";
  doc.why =
      "It gets no new traffic, yet it is up and counts as such: `haproxy_server_status` says UP, "
      "and only `haproxy_backend_active_servers` tells. Weight 0 is what a drain leaves behind; in "
      "a file it outlives the work that it was for.";
  doc.fix =
      "Drain with the Runtime API (`set server … state drain`), and give the server its weight "
      "back in the file.";
  doc.bad = "server auth2 10.0.0.12:9001 check weight 0";
  doc.good = "server auth2 10.0.0.12:9001 check weight 100";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
