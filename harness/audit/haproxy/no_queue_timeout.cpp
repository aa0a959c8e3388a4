#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<const HaproxySection*> without;
  for (const AuditPool& pool : in.pools) {
    const bool queues = std::any_of(pool.servers.begin(), pool.servers.end(), [](const auto& one) {
      return !one.opaque && one.number("maxconn").value_or(0) > 0;
    });
    if (!queues) continue;
    const Effective queue = effective(in.model, *pool.section, "timeout", "queue");
    if (!queue.missing() && queue.time(2) != std::chrono::microseconds{0}) continue;
    without.push_back(pool.section);
  }
  return missing_in(in.model, without, [](const std::string& names) {
    return fmt::format(
        "no `timeout queue` in {}: `timeout connect` says how long requests wait "
        "for a server",
        names);
  });
}

}  // namespace

HaproxyRule no_queue_timeout() {
  RuleDoc doc;
  doc.id = "haproxy/no-queue-timeout";
  doc.severity = Severity::note;
  doc.topic = Topic::timeouts;
  doc.title = "Requests wait in a queue as long as a connection may take";
  doc.why =
      "Where servers have `maxconn`, requests queue. Without `timeout queue`, or with 0, they wait "
      "for "
      "`timeout connect`, a time that was chosen for something else: too short, and bursts become "
      "503s that the servers know nothing of; too long, and users wait for answers that they no "
      "longer want.";
  doc.fix = "Write `timeout queue` beside `timeout connect`.";
  doc.bad = "timeout connect 2s\nserver a1 10.0.0.11:80 check maxconn 100";
  doc.good = "timeout connect 2s\ntimeout queue 5s\nserver a1 10.0.0.11:80 check maxconn 100";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
