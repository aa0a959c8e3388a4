#include <fmt/format.h>

#include <map>
#include <string>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection* section : frontends(in.model)) {
    std::map<std::string, int> conditions;
    int decided = 0;
    for (const HaproxyLine& line : section->lines) {
      if (line.keyword() != "use_backend" || line.conditional) continue;
      std::string condition;
      for (std::size_t i = 2; i < line.words.size(); ++i) condition += line.word(i) + " ";
      if (decided > 0) {
        found.push_back(place_at(in.model, line, 0, 1,
                                 fmt::format("line {} takes everything before", decided)));
        continue;
      }
      const auto [same, is_new] = conditions.emplace(condition, line.number);
      if (!is_new) {
        found.push_back(place_at(in.model, line, 0, 1,
                                 fmt::format("line {} takes the same before", same->second)));
      }
      // A name made of the request (%[…]) decides as well: where there is no such backend, HAProxy
      // goes on to default_backend, not to the next rule.
      if (condition.empty()) decided = line.number;
    }
  }
  return found;
}

}  // namespace

HaproxyRule unreachable_rule() {
  RuleDoc doc;
  doc.id = "haproxy/unreachable-rule";
  doc.severity = Severity::warning;
  doc.topic = Topic::routing;
  doc.title = "A routing rule is never reached";
  doc.why =
      "Rules are tried from top to bottom, and the first that matches decides. One that stands "
      "behind a rule without a condition, or behind the same condition, does nothing: the traffic "
      "that it was written for goes elsewhere.";
  doc.incident = "GitLab issue 27512: a specific rule stood behind a general one.";
  doc.fix = "Put the special case first.";
  doc.bad = "use_backend www\nuse_backend api if { path_beg /api }";
  doc.good = "use_backend api if { path_beg /api }\nuse_backend www";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
