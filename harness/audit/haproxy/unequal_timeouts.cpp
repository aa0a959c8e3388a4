#include <fmt/format.h>

#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  for (const HaproxySection* section : backends(in.model)) {
    if (section->kind != "listen" || !is_tcp(in.model, *section)) continue;
    const Effective client = effective(in.model, *section, "timeout", "client");
    const Effective server = effective(in.model, *section, "timeout", "server");
    const auto ours = client.time(2), theirs = server.time(2);
    if (ours == std::chrono::microseconds{0} || theirs == std::chrono::microseconds{0}) continue;
    if (!ours || !theirs || (*ours <= *theirs * 2 && *theirs <= *ours * 2)) continue;
    const HaproxyLine* shorter = *ours < *theirs ? client.line : server.line;
    if (!told.insert(shorter).second) continue;
    found.push_back(
        place_at(in.model, *shorter,
                 fmt::format("in {}, clients time out after {} and servers after {}",
                             title_of(*section), client.line->word(2), server.line->word(2))));
  }
  return found;
}

}  // namespace

HaproxyRule unequal_timeouts() {
  RuleDoc doc;
  doc.id = "haproxy/unequal-timeouts";
  doc.severity = Severity::note;
  doc.topic = Topic::timeouts;
  doc.title = "In mode tcp, one side of a connection times out long before the other";
  doc.why =
      "HAProxy's manual recommends the same time for `timeout client` and `timeout server` in mode "
      "tcp: else the shorter one cuts connections that the other side believes to be alive, and "
      "the logs blame the side that did nothing.";
  doc.fix = "Give both the same time.";
  doc.bad = "mode tcp\ntimeout client 1m\ntimeout server 1h";
  doc.good = "mode tcp\ntimeout client 1h\ntimeout server 1h";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
