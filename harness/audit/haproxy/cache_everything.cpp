#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "http-request" || line.word(1) != "cache-use") continue;
      if (line.words.size() > 3 || line.conditional) continue;
      found.push_back(place_at(in.model, line, "this cache answers every path"));
    }
  }
  return found;
}

}  // namespace

HaproxyRule cache_everything() {
  RuleDoc doc;
  doc.id = "haproxy/cache-everything";
  doc.severity = Severity::warning;
  doc.topic = Topic::masking;
  doc.title = "Every answer may come out of the cache";
  doc.why =
      "A cache in front of a login or of a page that is made for one user may give it to another, "
      "and it answers while the servers are down: neither is seen in the balancer's statuses.";
  doc.fix = "Cache by path: `http-request cache-use static if { path_beg /static }`.";
  doc.bad = "http-request cache-use small";
  doc.good = "http-request cache-use small if { path_beg /static/ }";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
