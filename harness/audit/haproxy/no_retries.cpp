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
    const Effective retries = effective(in.model, *pool.section, "retries");
    if (retries.number(1) != 0 || !told.insert(retries.line).second) continue;
    found.push_back(place_at(in.model, *retries.line,
                             "a refused connection is an error at once, and nothing is tried on "
                             "another server"));
  }
  return found;
}

}  // namespace

HaproxyRule no_retries() {
  RuleDoc doc;
  doc.id = "haproxy/no-retries";
  doc.severity = Severity::warning;
  doc.topic = Topic::retries;
  doc.title = "A connection that fails is not tried again";
  doc.why =
      "With `retries 0` every connection that a restarting or overloaded server refuses is an "
      "error for a user, although nothing had been sent yet and another try was safe. `option "
      "redispatch` has no effect either.";
  doc.incident =
      "PCheck (OSDI 2016) found that between 14.0 and 93.2 % of the critical parameters of the "
      "systems studied are not looked at before the path that tolerates failures runs.";
  doc.fix = "Leave `retries` out (HAProxy tries three times), or write a small number.";
  doc.bad = "retries 0";
  doc.good = "retries 2";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
