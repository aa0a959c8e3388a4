#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    for (const AuditServer& server : pool.servers) {
      if (server.opaque || !server.disabled()) continue;
      const std::size_t word = server.word_of("disabled");
      found.push_back(place_at(in.model, *server.line, word, word,
                               fmt::format("\"{}\" of {} is out of service after every reload",
                                           server.name, title_of(*pool.section))));
    }
  }
  return found;
}

}  // namespace

HaproxyRule server_disabled() {
  RuleDoc doc;
  doc.id = "haproxy/server-disabled";
  doc.severity = Severity::warning;
  doc.topic = Topic::servers;
  doc.title = "A server is disabled in the file";
  doc.why =
      "Its capacity is missing from the first second on, and every reload takes it out again, "
      "whatever was said to the running process. HAProxy shows it in maintenance, a state that "
      "alerts usually leave out because operators use it on purpose.";
  doc.fix =
      "Take servers out with the Runtime API for as long as the work lasts, and out of the file "
      "when they are gone.";
  doc.bad = "server auth3 10.0.0.13:9001 check disabled";
  doc.good = "server auth3 10.0.0.13:9001 check";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
