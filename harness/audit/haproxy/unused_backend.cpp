#include <fmt/format.h>

#include <set>
#include <string>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<std::string> used;
  bool frontend = false;
  for (const HaproxySection& section : in.model.sections) {
    frontend = frontend || section.kind == "frontend";
    for (const HaproxyLine& line : section.lines) {
      // An action in Lua may be told a backend's name.
      if (line.keyword().ends_with("-request")) {
        for (const HaproxyWord& word : line.words) used.insert(word.text);
      }
      // A filter's own file names the backend of its agents.
      if (line.keyword() == "filter" && line.word(1) == "spoe") return found;
      if (line.keyword() != "use_backend" && line.keyword() != "default_backend") continue;
      if (line.words.size() < 2) continue;
      // A name that is made at run time may be any.
      if (line.words[1].variable || line.word(1).find('%') != std::string::npos) return found;
      used.insert(line.word(1));
    }
  }
  if (!frontend) return found;  // the frontends stand in another file
  for (const AuditPool& pool : in.pools) {
    if (pool.section->kind != "backend" || used.contains(pool.section->name)) continue;
    found.push_back(place_at(in.model, pool.section->header,
                             fmt::format("nothing leads to {}", title_of(*pool.section))));
  }
  return found;
}

}  // namespace

HaproxyRule unused_backend() {
  RuleDoc doc;
  doc.id = "haproxy/unused-backend";
  doc.severity = Severity::note;
  doc.topic = Topic::routing;
  doc.title = "No frontend leads to a backend";
  doc.why =
      "It gets no traffic: it is left over, or the rule that was to lead to it is missing or names "
      "another. Its servers are checked and counted, so it looks alive.";
  doc.incident =
      "npm, 28 January 2014: traffic went to another backend than was meant after a restart.";
  doc.fix = "Delete it, or write the `use_backend` that is missing.";
  doc.bad =
      "frontend www\n    default_backend web\nbackend web\n    server w1 10.0.0.11:80\nbackend "
      "api\n    server a1 10.0.0.21:80";
  doc.good = "frontend www\n    use_backend api if { path_beg /api }\n    default_backend web";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
