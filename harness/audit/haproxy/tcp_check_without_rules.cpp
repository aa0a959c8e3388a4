#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  for (const AuditPool& pool : in.pools) {
    if (option_set(in.model, *pool.section, "tcp-check") != true) continue;
    if (!effective(in.model, *pool.section, "tcp-check").missing()) continue;
    const HaproxyLine* line = effective(in.model, *pool.section, "option", "tcp-check").line;
    if (!told.insert(line).second) continue;
    found.push_back(
        place_at(in.model, *line, "no tcp-check rule says what to ask: it only connects"));
  }
  return found;
}

}  // namespace

HaproxyRule tcp_check_without_rules() {
  RuleDoc doc;
  doc.id = "haproxy/tcp-check-without-rules";
  doc.severity = Severity::note;
  doc.topic = Topic::health;
  doc.title = "`option tcp-check` without a rule";
  doc.why =
      "Without `tcp-check` rules this option only opens a connection, as no option would: it looks "
      "like a deeper check than it is.";
  doc.fix = "Say what to send and what to expect, or take the option out.";
  doc.bad = "option tcp-check\nserver r1 10.0.0.21:6379 check";
  doc.good =
      "option tcp-check\ntcp-check send PING\\\\r\\\\n\ntcp-check expect string +PONG\nserver r1 "
      "10.0.0.21:6379 check";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
