#include <fmt/format.h>

#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::vector<const HaproxySection*> without;
  std::set<const HaproxyLine*> told;
  for (const AuditPool& pool : in.pools) {
    if (pool.size() < 2) continue;
    const Effective option = effective(in.model, *pool.section, "option", "redispatch");
    if (option.missing()) without.push_back(pool.section);
    if (option.line == nullptr || option.unknown) continue;
    const bool off = option.line->keyword() == "no" || option.number(2) == 0;
    if (!off || !told.insert(option.line).second) continue;
    found.push_back(
        place_at(in.model, *option.line, "retries go to the server that has just failed"));
  }
  const auto places = missing_in(in.model, without, [](const std::string& names) {
    return fmt::format(
        "no `option redispatch` for {}: retries go to the server that has just "
        "failed",
        names);
  });
  found.insert(found.end(), places.begin(), places.end());
  return found;
}

}  // namespace

HaproxyRule no_redispatch() {
  RuleDoc doc;
  doc.id = "haproxy/no-redispatch";
  doc.severity = Severity::warning;
  doc.topic = Topic::retries;
  doc.title = "A failed connection is tried on the same server only";
  doc.why =
      "Without `option redispatch`, retries go to the server that has just refused: until the "
      "checks take it out, its share of the requests fails although other servers are there. "
      "Measured without checks: when one of three servers is killed, a third of the logins fail.";
  doc.incident =
      "PCheck (OSDI 2016) found that between 14.0 and 93.2 % of the critical parameters of the "
      "systems studied are not looked at before the path that tolerates failures runs.";
  doc.fix = "Write `option redispatch` in `defaults`; the last retry then goes to another server.";
  doc.bad = "retries 3";
  doc.good = "option redispatch\nretries 3";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
