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
      if (server.opaque || !server.settings.flag("check") || server.number("fall") != 1) continue;
      const std::size_t word = server.word_of("fall");
      found.push_back(place_at(
          in.model, *server.line, word, word == server.address_word ? word : word + 1,
          fmt::format("one failed check takes servers of {} out", title_of(*pool.section))));
      break;
    }
  }
  return found;
}

}  // namespace

HaproxyRule fall_one() {
  RuleDoc doc;
  doc.id = "haproxy/fall-one";
  doc.severity = Severity::note;
  doc.topic = Topic::health;
  doc.title = "One failed check takes a server out";
  doc.why =
      "A lost packet or a pause of the garbage collector is a failed check. With `fall 1` each of "
      "them takes a server out for at least `rise` intervals, mostly when all are busy, so the "
      "pool loses capacity when it needs it.";
  doc.incident =
      "AWS Network Load Balancer, 20 October 2025: health checks flapped on new hosts and capacity "
      "was removed; 8.5 hours.";
  doc.fix = "Use `fall 3`; shorten the interval instead where failures must be seen sooner.";
  doc.bad = "server auth1 10.0.0.11:9001 check inter 5s fall 1";
  doc.good = "server auth1 10.0.0.11:9001 check inter 2s fall 3";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
