#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    if (pool.size() < 2) continue;  // nothing that a check could turn to
    const AuditServer* first = nullptr;
    int more = 0;
    for (const AuditServer& server : pool.servers) {
      if (server.opaque || server.checked() || server.disabled()) continue;
      first == nullptr ? void(first = &server) : void(++more);
    }
    if (first == nullptr) continue;
    found.push_back(place_at(
        in.model, *first->line, 1, first->address_word,
        fmt::format("\"{}\"{} of {} {} not checked: a dead server keeps its share of the traffic",
                    first->name, more == 0 ? "" : fmt::format(" and {} more", more),
                    title_of(*pool.section), more == 0 ? "is" : "are")));
  }
  return found;
}

}  // namespace

HaproxyRule no_check() {
  RuleDoc doc;
  doc.id = "haproxy/no-check";
  doc.severity = Severity::warning;
  doc.topic = Topic::health;
  doc.title = "A server is not checked";
  doc.why =
      "Nothing happens until it dies: then its share of the requests fails for as long as it is "
      "down, since nothing takes it out. Its `haproxy_server_status` stays UP for ever, and its "
      "check's metrics vanish, so alerts on failed checks do not fire either. Measured: when one "
      "of three unchecked servers hangs, a third of the logins time out for ever.";
  doc.incident =
      "PCheck (OSDI 2016) found that between 14.0 and 93.2 % of the critical parameters of the "
      "systems studied are not looked at before the path that tolerates failures runs.";
  doc.fix =
      "Write `check` in `default-server`, with a request that the service itself must answer.";
  doc.bad = "server auth1 10.0.0.11:9001";
  doc.good =
      "option httpchk GET /healthz\ndefault-server check inter 2s fall 3 rise 2\nserver auth1 "
      "10.0.0.11:9001";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
