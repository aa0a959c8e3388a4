#include <fmt/format.h>

#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

constexpr int kMost = 10;

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  for (const AuditPool& pool : in.pools) {
    const Effective retries = effective(in.model, *pool.section, "retries");
    const auto times = retries.number(1);
    if (!times || *times <= kMost || !told.insert(retries.line).second) continue;
    found.push_back(place_at(in.model, *retries.line,
                             fmt::format("a request may be tried {} times: servers that fail under "
                                         "load get up to {} times as much",
                                         *times + 1L, *times + 1L)));
  }
  return found;
}

}  // namespace

HaproxyRule retry_storm() {
  RuleDoc doc;
  doc.id = "haproxy/retry-storm";
  doc.severity = Severity::warning;
  doc.topic = Topic::retries;
  doc.title = "A failing service gets many times its load";
  doc.why =
      "Every failure is tried again, and each try is load for servers that fail because of load: "
      "they do not recover, and the metrics of errors stay low because the retries hide them. The "
      "manual's default is 3.";
  doc.fix = "Write at most 3; look at `haproxy_backend_retry_warnings_total`.";
  doc.bad = "retries 50";
  doc.good = "retries 3";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
