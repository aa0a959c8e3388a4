#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"
#include "balancer/haproxy/config.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    if (!is_http(in.model, *pool.section)) continue;
    for (const AuditServer& server : pool.servers) {
      const auto port = server.number("port");
      const HaproxyAddress address = parse_haproxy_address(server.address);
      if (server.opaque || !server.settings.flag("check") || !port) continue;
      if (address.port == 0 || address.port == *port) continue;
      const std::size_t word = server.word_of("port");
      found.push_back(place_at(in.model, *server.line, word,
                               word == server.address_word ? word : word + 1,
                               fmt::format("checks of {} ask port {}, traffic goes to port {}",
                                           title_of(*pool.section), *port, address.port)));
      break;
    }
  }
  return found;
}

}  // namespace

HaproxyRule check_elsewhere() {
  RuleDoc doc;
  doc.id = "haproxy/check-elsewhere";
  doc.severity = Severity::note;
  doc.topic = Topic::health;
  doc.title = "A check asks another port than the traffic goes to";
  doc.why =
      "What answers there may be well while the service is not, or ill while it is fine: the check "
      "speaks of another program. The slip is common in a copied line.";
  doc.fix =
      "Check the port that serves users; where the health path is on another port by design, say "
      "so in a comment.";
  doc.bad = "server auth1 10.0.0.11:9001 check port 9901";
  doc.good = "server auth1 10.0.0.11:9001 check";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
