#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  const auto without = [&](const char* which, std::vector<const HaproxySection*> sections) {
    std::erase_if(sections, [&](const HaproxySection* section) {
      return !effective(in.model, *section, "timeout", which).missing();
    });
    const auto places = missing_in(in.model, sections, [&](const std::string& names) {
      return fmt::format("no `timeout {}` in {}: what waits there may wait for ever", which, names);
    });
    found.insert(found.end(), places.begin(), places.end());
  };
  std::vector<const HaproxySection*> with_servers;
  for (const AuditPool& pool : in.pools) with_servers.push_back(pool.section);
  without("client", frontends(in.model));
  without("connect", with_servers);
  without("server", with_servers);
  return found;
}

}  // namespace

HaproxyRule timeout_missing() {
  RuleDoc doc;
  doc.id = "haproxy/timeout-missing";
  doc.severity = Severity::warning;
  doc.topic = Topic::timeouts;
  doc.title = "A timeout is missing";
  doc.why =
      "Without it, whatever waits may wait for ever: connections to servers that vanished, clients "
      "that went away, and requests to a server that hangs pile up until a limit is reached that "
      "has nothing to do with the cause. HAProxy only warns of it.";
  doc.fix = "Write `timeout connect`, `timeout client` and `timeout server` in `defaults`.";
  doc.bad = "defaults\n    mode http";
  doc.good =
      "defaults\n    mode http\n    timeout connect 2s\n    timeout client 30s\n    timeout server "
      "30s";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
