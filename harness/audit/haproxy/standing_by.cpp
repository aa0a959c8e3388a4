#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    // In mode tcp a single active server is the usual way to have one database written to.
    if (!pool.whole || !is_http(in.model, *pool.section)) continue;
    const AuditServer* first = nullptr;
    int backups = 0;
    for (const AuditServer& server : pool.servers) {
      if (!server.backup()) continue;
      ++backups;
      if (first == nullptr) first = &server;
    }
    const int active = pool.size() - backups;
    if (backups < 2 || active > 1) continue;
    // `option allbackups` has them share the traffic, once no active server is up.
    if (active == 0 && option_set(in.model, *pool.section, "allbackups") != false) continue;
    const std::size_t word = first->word_of("backup");
    found.push_back(place_at(
        in.model, *first->line, word, word,
        active == 0 ? fmt::format("every server of {} is a backup: only the first of them is used",
                                  title_of(*pool.section))
                    : fmt::format("one server of {} carries everything while {} stand by",
                                  title_of(*pool.section), backups)));
  }
  return found;
}

}  // namespace

HaproxyRule standing_by() {
  RuleDoc doc;
  doc.id = "haproxy/standing-by";
  doc.severity = Severity::warning;
  doc.topic = Topic::servers;
  doc.title = "One server carries everything while others stand by";
  doc.why =
      "Backups get nothing while an active server is up. A pool of several servers whose only "
      "active one takes all the traffic runs at a fraction of its capacity, and looks complete to "
      "whoever counts servers that are up. In the measured case (three servers, two of them "
      "backups) 1 % of the logins succeeded in time.";
  doc.fix =
      "Leave `backup` to servers that must not share the traffic, such as one that says that the "
      "service is down.";
  doc.bad =
      "server auth1 10.0.0.11:9001 check\nserver auth2 10.0.0.12:9001 check backup\nserver auth3 "
      "10.0.0.13:9001 check backup";
  doc.good =
      "server auth1 10.0.0.11:9001 check\nserver auth2 10.0.0.12:9001 check\nserver auth3 "
      "10.0.0.13:9001 check";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
