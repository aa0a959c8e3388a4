#include "audit/haproxy/first_global.hpp"
#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  const HaproxySection* global = first_global(in.model);
  for (const HaproxySection& section : in.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      const std::string& what = line.word(1);
      if (line.keyword() == "stats" &&
          (what == "socket" || what == "enable" || what == "uri" || what == "auth")) {
        return {};
      }
      if (line.keyword() == "http-request" && what == "use-service") return {};
    }
  }
  if (global == nullptr || in.pools.empty()) return {};  // a piece of a configuration
  return {
      place_at(in.model, global->header,
               "no exporter, no statistics page and no Runtime API: nobody can see what it does")};
}

}  // namespace

HaproxyRule no_metrics() {
  RuleDoc doc;
  doc.id = "haproxy/no-metrics";
  doc.severity = Severity::error;
  doc.topic = Topic::metrics;
  doc.title = "Nothing can tell what the balancer does";
  doc.why =
      "Without an exporter, a statistics page or a Runtime API there are no metrics: no alert on "
      "errors, queues, servers that are down or weights that are wrong can fire, and users are the "
      "monitoring.";
  doc.incident =
      "Prometheus alerts that never fired because the exporter was off or renamed: "
      "samber/awesome-prometheus-alerts issue 66, GitLab infrastructure issue 3868.";
  doc.fix = "Add a frontend for Prometheus.";
  doc.bad = "global\n    daemon";
  doc.good =
      "frontend metrics\n    bind :8405\n    http-request use-service prometheus-exporter if { "
      "path /metrics }\n    http-request deny status 404\n    no log";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
