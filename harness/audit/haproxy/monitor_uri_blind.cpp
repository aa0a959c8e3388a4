#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  for (const HaproxySection* section : frontends(in.model)) {
    const Effective uri = effective(in.model, *section, "monitor-uri");
    if (uri.line == nullptr || uri.unknown) continue;
    if (!effective(in.model, *section, "monitor", "fail").missing()) continue;
    if (is_service(in.model, *section) || !told.insert(uri.line).second) continue;
    found.push_back(place_at(in.model, *uri.line,
                             "this answers 200 with every server down: no `monitor fail`"));
  }
  return found;
}

}  // namespace

HaproxyRule monitor_uri_blind() {
  RuleDoc doc;
  doc.id = "haproxy/monitor-uri-blind";
  doc.severity = Severity::warning;
  doc.topic = Topic::masking;
  doc.title = "The health address says 200 whatever the servers do";
  doc.why =
      "Whoever asks `monitor-uri` (the balancer in front, an uptime probe, the name service) "
      "learns that HAProxy runs, and nothing about what is behind it: with all servers down it "
      "still answers 200, and the traffic keeps coming.";
  doc.fix = "Say when it fails: `monitor fail if { nbsrv(auth) lt 1 }`.";
  doc.bad = "monitor-uri /health";
  doc.good = "acl dead nbsrv(auth) lt 1\nmonitor-uri /health\nmonitor fail if dead";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
