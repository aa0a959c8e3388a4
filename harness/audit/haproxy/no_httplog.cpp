#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<const HaproxySection*> without;
  for (const HaproxySection* section : frontends(in.model)) {
    if (!is_http(in.model, *section) || is_service(in.model, *section)) continue;
    const Effective log = effective(in.model, *section, "log");
    if (log.line == nullptr || log.line->keyword() == "no") continue;
    if (option_set(in.model, *section, "httplog") != false) continue;
    if (option_set(in.model, *section, "httpslog") != false) continue;
    if (!effective(in.model, *section, "log-format").missing()) continue;
    without.push_back(section);
  }
  return missing_in(in.model, without, [](const std::string& names) {
    return fmt::format("no `option httplog` in {}: paths and statuses are not logged", names);
  });
}

}  // namespace

HaproxyRule no_httplog() {
  RuleDoc doc;
  doc.id = "haproxy/no-httplog";
  doc.severity = Severity::note;
  doc.topic = Topic::logs;
  doc.title = "HTTP requests are logged as connections";
  doc.why =
      "Without `option httplog` a line says from where and to which frontend, and neither path, "
      "status, times nor termination state: what an investigation needs.";
  doc.fix = "Write `option httplog` in `defaults`, or a `log-format`.";
  doc.bad = "defaults\n    mode http\n    log global";
  doc.good = "defaults\n    mode http\n    log global\n    option httplog";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
