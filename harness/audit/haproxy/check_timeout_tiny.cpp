#include <fmt/format.h>

#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"
#include "balancer/haproxy/timers.hpp"

namespace misfire::haproxy_audit {
namespace {

using std::chrono::microseconds;
constexpr microseconds kLeast = std::chrono::milliseconds(100);

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  for (const AuditPool& pool : in.pools) {
    const Effective limit = effective(in.model, *pool.section, "timeout", "check");
    if (const auto time = limit.time(2); time && *time > microseconds{0} && *time < kLeast) {
      if (!told.insert(limit.line).second) continue;
      found.push_back(
          place_at(in.model, *limit.line,
                   fmt::format("a check must be answered within {}", haproxy_time(*time))));
    }
    if (!limit.missing()) continue;
    for (const AuditServer& server : pool.servers) {
      const auto inter = server.time("inter");
      if (server.opaque || !server.settings.flag("check") || !inter || *inter >= kLeast) continue;
      const std::size_t word = server.word_of("inter");
      found.push_back(place_at(
          in.model, *server.line, word, word == server.address_word ? word : word + 1,
          fmt::format("a check must be answered within its interval, {}", haproxy_time(*inter))));
      break;
    }
  }
  return found;
}

}  // namespace

HaproxyRule check_timeout_tiny() {
  RuleDoc doc;
  doc.id = "haproxy/check-timeout-tiny";
  doc.severity = Severity::warning;
  doc.topic = Topic::health;
  doc.title = "Checks time out before a busy server can answer";
  doc.why =
      "Under load the answer to a check takes as long as any other. A limit of a few milliseconds "
      "passes in quiet hours and fails when the service is busy: the server is taken out, its load "
      "goes to the others, and they follow. Without `timeout check` the interval is the limit.";
  doc.incident =
      "Chef Supermarket, 7 July 2014: the health check's timeout was too low under load, all three "
      "servers left the pool; users told them, and it lasted about an hour.";
  doc.fix =
      "Give checks the time that a user would wait, and never less than some hundred milliseconds.";
  doc.bad = "timeout check 5ms";
  doc.good = "timeout check 2s";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
