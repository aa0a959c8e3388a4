#include <fmt/format.h>

#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<const HaproxySection*> without;
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  bool global = false;
  for (const HaproxySection& section : in.model.sections) global |= section.kind == "global";
  const bool logs = !global || !global_setting(in.model, "log").missing();
  for (const HaproxySection* section : frontends(in.model)) {
    if (is_service(in.model, *section)) continue;
    const Effective log = effective(in.model, *section, "log");
    if (log.missing()) without.push_back(section);
    if (log.word(1) != "global" || logs || !told.insert(log.line).second) continue;
    found.push_back(place_at(in.model, *log.line,
                             "the global section has no `log`: nothing is "
                             "written"));
  }
  const auto places = missing_in(in.model, without, [](const std::string& names) {
    return fmt::format("no `log` in {}", names);
  });
  found.insert(found.end(), places.begin(), places.end());
  return found;
}

}  // namespace

HaproxyRule no_log() {
  RuleDoc doc;
  doc.id = "haproxy/no-log";
  doc.severity = Severity::warning;
  doc.topic = Topic::logs;
  doc.title = "A frontend writes no log";
  doc.why =
      "Which requests failed, how (the termination state), and on which server stands in the log "
      "only. Without it the next outage is explained by guessing. `log global` without a `log` "
      "line in the global section writes nothing, and HAProxy does not complain.";
  doc.fix =
      "Write `log` in the global section and `log global` in `defaults`. Where a frontend must not "
      "log, say `no log`.";
  doc.bad = "defaults\n    mode http";
  doc.good = "global\n    log /dev/log local0\ndefaults\n    mode http\n    log global";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
